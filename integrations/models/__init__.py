from integrations.models.crm_connection import CrmConnection
from integrations.models.crm_record import CrmRecord
from integrations.models.delivery import Delivery, DeliveryAttempt
from integrations.models.endpoint import Endpoint
from integrations.models.mail_report import MailReport
from integrations.models.outbox_event import OutboxEvent
from integrations.models.tally import Tally
from integrations.models.worker_seen import WorkerSeen

__all__ = [
    "CrmConnection",
    "CrmRecord",
    "Delivery",
    "DeliveryAttempt",
    "Endpoint",
    "MailReport",
    "OutboxEvent",
    "Tally",
    "WorkerSeen",
]
