"""One deposit that arrived: `deposits.settle` as a rail's webhook calls it."""

from __future__ import annotations

from django.utils import timezone

from bench import bare, clients
from bench.copies import run
from bench.measuring import Bench
from bench.world import RAIL
from picomarket.lib.money import usd
from wallet import deposits
from wallet.rails.interface import Fate, Outcome

# The same: one state, one transfer, one balance.
_BARE = """
DROP TABLE IF EXISTS bare_deposit;
CREATE TABLE bare_deposit (LIKE wallet_deposit INCLUDING ALL);
INSERT INTO bare_deposit OVERRIDING SYSTEM VALUE
SELECT (jsonb_populate_record(model, jsonb_build_object(
         'id', %s + number, 'public_id', number, 'reference', number, 'state', 'started'))).*
  FROM generate_series(0, %s) AS number, wallet_deposit AS model WHERE model.id = (SELECT min(id) FROM wallet_deposit);
CREATE OR REPLACE FUNCTION bare_deposit_settle(key bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE pot bigint;
BEGIN
  UPDATE bare_deposit SET state = 'settled', closed_at = now() WHERE id = key AND state = 'started';
  UPDATE bare_account SET balance = balance + 5000000
   WHERE kind = 3 AND owner_id = -1 - key %% 2000 RETURNING id INTO STRICT pot;
  INSERT INTO bare_transfer (ref, kind, leg, debit_id, credit_id, amount, at)
  VALUES (key, 1, 1, 0, pot, 5000000, now());
END $$;
"""


class DepositSettled(Bench):
    name = "deposit"

    def ours(self, clients_: int, each: int) -> float:
        keys = self.world.started(self.world.workers[: clients_ * (each + 1)], usd("5"))
        return clients.rate([keys[number::clients_] for number in range(clients_)], _settle)

    def limit(self, clients_: int, each: int) -> float:
        first = bare.unused()
        run(_BARE, [first, clients_ * each])
        return clients.bare("bare_deposit_settle", first=first, clients=clients_, each=each)


def _settle(key: str) -> None:
    deposits.settle(Outcome(key=key, fate=Fate.PAID), rail=RAIL, now=timezone.now())
