"""Who sees what left and where to: staff of the clinic that it is about, where their group may."""

from integrations.models import CrmConnection, Delivery, Endpoint
from sites.permissions import ClinicPermissionPolicy

# By the event's clinic: an endpoint of the network hears of every clinic, and each clinic sees its own part of that.
delivery_policy = ClinicPermissionPolicy(Delivery, clinic_field_name="event__clinic")
endpoint_policy = ClinicPermissionPolicy(Endpoint)
crm_connection_policy = ClinicPermissionPolicy(CrmConnection)
