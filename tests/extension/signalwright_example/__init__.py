"""A check and a target of somebody else."""
