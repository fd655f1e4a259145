"""The demo's words and numbers as plain data; nothing here knows the database.

Modules refer to each other by slug: a clinic names its treatments, a provider its clinics, an article its
provider. Every name, address and story is invented; phones lie in 555-0100 to 555-0199 and addresses of the web
under example.com, except the sources of statistics, which are real.
"""
