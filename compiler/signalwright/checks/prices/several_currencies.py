"""A service has prices in several currencies.

What it costs is a sum, and sums of two currencies mean nothing.

Bad: `prices: {calls_total: 2 EUR per 1e3, tokens_total: 3 USD per 1e6}`.

Good: `prices: {calls_total: 2.20 USD per 1e3, tokens_total: 3 USD per 1e6}`.
"""
