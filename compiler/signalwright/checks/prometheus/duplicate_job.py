"""Two services are scraped as the same job.

Their series would be one service's, and each of both would be taken for the other.
"""
