"""Who works at the invented clinics: given and family name by the user name that signs in. No patient has these."""

STAFF_NAMES = {
    "admin": ("Ada", "Merriam"),
    "manager": ("Marta", "Sayre"),
    "editor-duluth": ("Signe", "Arneson"),
    "coordinator-duluth": ("Tilda", "Rasmus"),
    "manager-duluth": ("Hal", "Brekke"),
    "editor-st-cloud": ("Phil", "Dorn"),
    "coordinator-st-cloud": ("Mina", "Yost"),
    "manager-st-cloud": ("Odell", "Finch"),
    "editor-santa-fe": ("Lidia", "Ochoa"),
    "coordinator-santa-fe": ("Sol", "Vega"),
    "manager-santa-fe": ("Ernesto", "Luna"),
}
