"""Makes the fixes that findings carry: chosen, made in memory until nothing changes, written all or not at all."""
