"""Mail: accounts that are connected, alerts that become jobs, replies that become progress, and the inbox itself."""
