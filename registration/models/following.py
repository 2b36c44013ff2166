"""Rows that belong to a person follow when two records become one. A model says so by this trigger.

A row written for a record that was merged a moment ago is written for the one that goes on, whoever writes it: the
lock waits for a merge at work, and its outcome is read. Rows that stand already are moved by services.moving, which
finds them by the same trigger; tests/sweeps/test_merging.py refuses a relation to Patient that has neither the trigger
nor a reason to stay.
"""

import pgtrigger

FOLLOWS = "follows_merge"

FOLLOWS_MERGE = pgtrigger.Trigger(
    name=FOLLOWS,
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("goes_on", "bigint")],
    func="""
        LOOP
            SELECT merged_into_id INTO goes_on FROM registration_patient WHERE id = NEW.patient_id FOR KEY SHARE;
            EXIT WHEN goes_on IS NULL;
            NEW.patient_id := goes_on;
        END LOOP;
        RETURN NEW;
    """,
)
