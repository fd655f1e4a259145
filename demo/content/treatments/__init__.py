"""What the clinics offer: what it may do and what it may do wrong, in lists of the same weight."""

from .counseling import COUNSELING
from .ketamine import KETAMINE_FOR_DEPRESSION, KETAMINE_FOR_PAIN
from .lidocaine import LIDOCAINE_FOR_NERVE_PAIN

TREATMENTS = (KETAMINE_FOR_PAIN, KETAMINE_FOR_DEPRESSION, LIDOCAINE_FOR_NERVE_PAIN, COUNSELING)
