"""Password hashing sized for two cores."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ClinicArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB, 2 passes, 1 lane: above the ASVS floor (19 MiB, t=2, p=1; appendix C), and twenty
    people can sign in at once on two cores. Django's default takes 100 MiB and 8 lanes."""

    time_cost = 2
    memory_cost = 47_104
    parallelism = 1
