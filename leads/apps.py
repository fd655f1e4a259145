from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.signals import user_logged_in
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = _("Leads")

    def ready(self) -> None:
        from leads import checks  # noqa: F401 - registers itself
        from leads.staff_clock import set_clock_at_sign_in

        user_logged_in.connect(set_clock_at_sign_in, dispatch_uid="leads.set_clock_at_sign_in")
        post_migrate.connect(after_migrating, dispatch_uid="leads.after_migrating")


def after_migrating(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Once, when Django has made the permissions of all apps: new ones reach the groups that exist."""
    last = [each for each in apps.get_app_configs() if each.models_module][-1]
    if sender != last or not has_every_table(using):
        return
    from leads.bootstrapping import give_new_rights

    give_new_rights()


def has_every_table(using: str) -> bool:
    """Whether no migration is left out: `migrate leads zero` takes tables away that rights are kept in."""
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
