"""The only place that knows there is a machine: settings, commands, processes, migrations."""
