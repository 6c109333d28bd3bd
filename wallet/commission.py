"""What a reward costs the employer and what the worker receives of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from picomarket.lib.money import Money


@dataclass(frozen=True, slots=True)
class Price:
    """One slot's price. Commissions are rounded down per slot, so a batch costs the sum of its slots."""

    reward: Money
    employer_commission: Money
    worker_commission: Money

    @property
    def cost(self) -> Money:
        """What the employer pays for the slot."""
        return self.reward + self.employer_commission

    @property
    def receives(self) -> Money:
        """What the worker is paid, net."""
        return self.reward - self.worker_commission

    @property
    def commission(self) -> Money:
        """What the house takes from both sides."""
        return self.employer_commission + self.worker_commission

    def part(self, percent: int) -> Price:
        """This much of the price, each of its sums rounded down to the micro-dollar."""
        ppm = percent * 10_000
        return Price(self.reward.share(ppm), self.employer_commission.share(ppm), self.worker_commission.share(ppm))

    def scaled(self, reward: Money) -> Price:
        """The price of a smaller reward with commissions in proportion, each rounded down to the micro-dollar."""
        both = (one.in_proportion(reward, self.reward) for one in (self.employer_commission, self.worker_commission))
        return Price(reward, *both)


def price_of(reward: Money) -> Price:
    """The price of a slot by today's rates."""
    return Price(reward, reward.share(settings.RULES.employer_ppm), reward.share(settings.RULES.worker_ppm))
