"""Three clinics of two practices: one practice in two cities of one state, one further south in another."""

from .cholla_bend import CHOLLA_BEND, SANTA_FE
from .northlight import DULUTH, NORTHLIGHT, ST_CLOUD

PRACTICES = (NORTHLIGHT, CHOLLA_BEND)
CLINICS = (DULUTH, ST_CLOUD, SANTA_FE)
