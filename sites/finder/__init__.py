"""The clinics nearest to a place, with what a visitor needs to choose one."""
