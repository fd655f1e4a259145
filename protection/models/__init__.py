from protection.models.audit import AuditEntry, AuditKey, AuditSeal

__all__ = ["AuditEntry", "AuditKey", "AuditSeal"]
