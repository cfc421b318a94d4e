"""What makes the alerts of `kube-state-metrics` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]
POD = {"namespace": "shop", "pod": "api-1"}
CONTAINER = {**POD, "container": "api"}


def condition(name: str, status: str) -> Series:
    """Returns a condition of a node, and which answer holds."""
    return [
        seen("kube_node_status_condition", f"{int(each == status)}x120", node="n-1", condition=name, status=each)
        for each in ("true", "false", "unknown")
    ]


def waiting(reason: str) -> Series:
    """Returns why a container waits."""
    return [seen("kube_pod_container_status_waiting_reason", "1x120", reason=reason, **CONTAINER)]


def restarts(values: str, reason: str = "Error") -> Series:
    """Returns restarts of a container, and why it ended last."""
    return [
        seen("kube_pod_container_status_restarts_total", values, **CONTAINER),
        seen("kube_pod_container_status_last_terminated_reason", "1x120", reason=reason, **CONTAINER),
    ]


def deployment(wanted: int, available: int) -> Series:
    """Returns pods of a deployment."""
    labels = {"namespace": "shop", "deployment": "api"}
    return [
        seen("kube_deployment_spec_replicas", f"{wanted}x120", **labels),
        seen("kube_deployment_status_replicas_available", f"{available}x120", **labels),
    ]


def statefulset(wanted: int, ready: int) -> Series:
    """Returns pods of a stateful set."""
    labels = {"namespace": "shop", "statefulset": "db"}
    return [
        seen("kube_statefulset_replicas", f"{wanted}x120", **labels),
        seen("kube_statefulset_status_replicas_ready", f"{ready}x120", **labels),
    ]


def daemonset(wanted: int, ready: int) -> Series:
    """Returns nodes of a daemon set."""
    labels = {"namespace": "logs", "daemonset": "collector"}
    return [
        seen("kube_daemonset_status_desired_number_scheduled", f"{wanted}x120", **labels),
        seen("kube_daemonset_status_number_ready", f"{ready}x120", **labels),
    ]


def autoscaler(fewest: int, current: int, most: int) -> Series:
    """Returns pods of an autoscaler."""
    labels = {"namespace": "shop", "horizontalpodautoscaler": "api"}
    return [
        seen("kube_horizontalpodautoscaler_spec_min_replicas", f"{fewest}x120", **labels),
        seen("kube_horizontalpodautoscaler_status_current_replicas", f"{current}x120", **labels),
        seen("kube_horizontalpodautoscaler_spec_max_replicas", f"{most}x120", **labels),
    ]


def job(failed: bool) -> Series:
    """Returns whether a job has failed."""
    labels = {"namespace": "shop", "job_name": "report-1"}
    return [
        seen("kube_job_failed", f"{int(failed)}x120", condition="true", **labels),
        seen("kube_job_failed", f"{int(not failed)}x120", condition="false", **labels),
    ]


def cronjob(due: int, suspended: int = 0) -> Series:
    """Returns when one is due, in seconds after the beginning."""
    labels = {"namespace": "shop", "cronjob": "report"}
    return [
        seen("kube_cronjob_next_schedule_time", f"{due}x120", **labels),
        seen("kube_cronjob_spec_suspend", f"{suspended}x120", **labels),
    ]


def claim(phase: str) -> Series:
    """Returns the phase of a claim."""
    labels = {"namespace": "shop", "persistentvolumeclaim": "data-0"}
    return [
        seen("kube_persistentvolumeclaim_status_phase", f"{int(each == phase)}x120", phase=each, **labels)
        for each in ("Pending", "Bound", "Lost")
    ]


def volume(phase: str) -> Series:
    """Returns the phase of a volume."""
    return [
        seen("kube_persistentvolume_status_phase", f"{int(each == phase)}x120", phase=each, persistentvolume="pv-1")
        for each in ("Bound", "Released", "Failed")
    ]


def quota(used: int, hard: int) -> Series:
    """Returns what a namespace uses of its quota."""
    labels = {"namespace": "shop", "resourcequota": "all", "resource": "pods"}
    return [
        seen("kube_resourcequota", f"{used}x120", type="used", **labels),
        seen("kube_resourcequota", f"{hard}x120", type="hard", **labels),
    ]


CASES: list[Case] = [
    ("KubeStateMetricsDown", [up(0)], True),
    ("KubeStateMetricsDown", [], True),
    ("KubeStateMetricsDown", [up()], False),
    ("KubeNodeNotReady", condition("Ready", "unknown"), True),
    ("KubeNodeNotReady", condition("Ready", "false"), True),
    ("KubeNodeNotReady", condition("Ready", "true"), False),
    ("KubeNodeNotReady", condition("DiskPressure", "false"), False),
    ("KubeNodePressure", condition("DiskPressure", "true"), True),
    ("KubeNodePressure", condition("DiskPressure", "false"), False),
    ("KubeNodePressure", condition("Ready", "true"), False),
    ("KubePodUnschedulable", [seen("kube_pod_status_unschedulable", "1x120", **POD)], True),
    ("KubePodUnschedulable", [seen("kube_pod_status_unschedulable", "0x90 1x30", **POD)], False),
    ("KubeContainerCannotStart", waiting("ImagePullBackOff"), True),
    ("KubeContainerCannotStart", waiting("ErrImagePull"), True),
    ("KubeContainerCannotStart", waiting("CreateContainerConfigError"), True),
    ("KubeContainerCannotStart", waiting("ContainerCreating"), False),
    ("KubeContainerCannotStart", waiting("CrashLoopBackOff"), False),
    ("KubePodCrashLooping", restarts("0x70 1x4 2x4 3x4 4x40"), True),
    ("KubePodCrashLooping", restarts("0x70 1x4 2x40"), False),
    ("KubePodCrashLooping", restarts("50x120"), False),
    ("KubeContainerOutOfMemory", restarts("0x90 1x30", "OOMKilled"), True),
    ("KubeContainerOutOfMemory", restarts("0x90 1x30", "Error"), False),
    ("KubeContainerOutOfMemory", restarts("5x120", "OOMKilled"), False),
    ("KubeDeploymentDown", deployment(3, 0), True),
    ("KubeDeploymentDown", deployment(3, 1), False),
    ("KubeDeploymentDown", deployment(0, 0), False),
    ("KubeDeploymentReplicasMissing", deployment(3, 2), True),
    ("KubeDeploymentReplicasMissing", deployment(3, 3), False),
    ("KubeDeploymentReplicasMissing", deployment(0, 0), False),
    ("KubeStatefulsetReplicasMissing", statefulset(3, 2), True),
    ("KubeStatefulsetReplicasMissing", statefulset(3, 3), False),
    ("KubeStatefulsetReplicasMissing", statefulset(0, 0), False),
    ("KubeDaemonsetPodsMissing", daemonset(5, 4), True),
    ("KubeDaemonsetPodsMissing", daemonset(5, 5), False),
    ("KubeDaemonsetPodsMissing", daemonset(0, 0), False),
    ("KubeAutoscalerAtMaximum", autoscaler(2, 10, 10), True),
    ("KubeAutoscalerAtMaximum", autoscaler(2, 9, 10), False),
    ("KubeAutoscalerAtMaximum", autoscaler(3, 3, 3), False),
    ("KubeJobFailed", job(failed=True), True),
    ("KubeJobFailed", job(failed=False), False),
    ("KubeCronjobLate", cronjob(38 * 60), True),
    ("KubeCronjobLate", cronjob(42 * 60), False),
    ("KubeCronjobLate", cronjob(38 * 60, suspended=1), False),
    ("KubeCronjobLate", [], False),
    ("KubeVolumeClaimPending", claim("Pending"), True),
    ("KubeVolumeClaimPending", claim("Lost"), True),
    ("KubeVolumeClaimPending", claim("Bound"), False),
    ("KubeVolumeFailed", volume("Failed"), True),
    ("KubeVolumeFailed", volume("Released"), False),
    ("KubeQuotaNearLimit", quota(96, 100), True),
    ("KubeQuotaNearLimit", quota(94, 100), False),
    ("KubeQuotaNearLimit", quota(0, 0), False),
]
