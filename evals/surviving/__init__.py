"""Whether background runs survive: processes are killed at random while they work, and everything is counted after."""
