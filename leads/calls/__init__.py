"""Phone calls as call services tell them: entries of a lead, or a new one. Recordings are never taken."""
