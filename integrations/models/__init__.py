from integrations.models.delivery import Delivery, DeliveryAttempt
from integrations.models.endpoint import Endpoint
from integrations.models.outbox_event import OutboxEvent

__all__ = ["Delivery", "DeliveryAttempt", "Endpoint", "OutboxEvent"]
