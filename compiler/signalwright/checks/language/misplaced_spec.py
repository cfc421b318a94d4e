"""A spec stands beside the folders of the stacks instead of in one.

Each stack has a folder, in which its runbook pages and further files have their place.

Bad: `spec/shop.yaml`.

Good: `spec/shop/stack.yaml`.
"""
