-- Invented people with full histories, every column filled as the services fill it. :people of them; each comes to one
-- centre or to several, on average six times, every thousandth sixty times. Read by tests/bench/histories.py. What a trigger learns of each row (words to search by) is left out.

ALTER TABLE registration_patient DISABLE TRIGGER USER;
ALTER TABLE registration_visit DISABLE TRIGGER USER;

INSERT INTO registration_patient (uhid, name, name_other, name_keys, sex, birth_date, birth_is_estimated, guardian_name,
    guardian_relation, phone, phone_owner, phone_owner_name, house, street, ward, pincode, post_office, district, state,
    aadhaar_last4, aadhaar_absent, aadhaar_seen, is_demo, registered_at, version, registered_by_id, registered_centre_id,
    find_keys)
SELECT (20000000000 + n)::text, 'Sunita Devi ' || n, 'सुनीता देवी', '{snt,db}', CASE n % 2 WHEN 0 THEN 'F' ELSE 'M' END,
    current_date - (n % 29000 + 400)::int, true, 'Ramesh', 'W', '9' || lpad(n::text, 9, '0'), 'self', '', '12', 'Yarpur',
    '14', '800001', 'GPO', 'Patna', 'Bihar', '', 'not_brought', false, true, now() - interval '3 years', 1, :clerk,
    n % :centres + 1, '{}'
FROM generate_series(1, :people) n;

INSERT INTO registration_visit (code, number, visit_on, token, daily_serial, yearly_serial, kind, source, status,
    is_priority, fee_rupees, registered_at, called_at, done_at, cancel_reason, slip_version, is_demo, version,
    called_by_id, centre_id, department_id, done_by_id, patient_id, registered_by_id, counter_entry, place, priority)
SELECT 'V' || lpad(row_number() OVER ()::text, 7, '0'), 'B' || row_number() OVER (), day, serial, serial, serial, 'new',
    'counter', 'done', false, 0, day + time '09:00', day + time '09:20', day + time '09:25', '', 3, true, 1,
    :doctor, centre, department, :doctor, patient, :clerk, '', serial, ''
FROM (
    SELECT p.id AS patient, d.centre_id AS centre, d.id AS department, current_date - (k * 19 + p.id % 19)::int - 1 AS day,
        row_number() OVER (PARTITION BY d.centre_id, current_date - (k * 19 + p.id % 19)::int ORDER BY p.id, k) AS serial
    FROM registration_patient p
    CROSS JOIN LATERAL generate_series(1, CASE WHEN p.id % 1000 = 7 THEN 60 ELSE 2 + p.id % 9 END) k
    JOIN LATERAL (
        SELECT id, centre_id FROM centres_department
        WHERE centre_id = (p.registered_centre_id + CASE k % 3 WHEN 0 THEN k ELSE 0 END) % :centres + 1
        ORDER BY id LIMIT 1
    ) d ON true
) come;

INSERT INTO opd_vitals (systolic, diastolic, pulse, temperature, respiration, spo2, weight, height, is_pregnant, note,
    is_current, recorded_at, recorded_by_id, visit_id)
SELECT 110 + id % 60, 70 + id % 30, 70 + id % 30, 98.6, 18, 97, 48 + id % 40, 158, false, '', true, called_at, :clerk, id
FROM registration_visit WHERE code LIKE 'V%';

INSERT INTO opd_consultation (version, draft, complaints, history, examination, advice, follow_up_on, follow_up_note,
    started_at, saved_at, signed_at, saved_by_id, signed_by_id, started_by_id, visit_id)
SELECT 4, '{}', '[{"en": "Fever", "hi": "बुखार", "for": "3 दिन"}, {"en": "Cough", "hi": "खाँसी", "for": "5 दिन"}]',
    'since a week, no weight loss', 'Chest: clear. CVS: S1 S2 heard.', 'खूब पानी पिएँ', visit_on + 30, '', called_at, done_at,
    done_at, :doctor, :doctor, :doctor, id
FROM registration_visit WHERE code LIKE 'V%';

INSERT INTO opd_consultationdiagnosis (code, name_en, name_hi, certainty, position, consultation_id, diagnosis_id)
SELECT d.code, d.name_en, d.name_hi, 'final', place, c.id, d.id
FROM opd_consultation c CROSS JOIN generate_series(0, 1) place
JOIN opd_diagnosis d ON d.id = (c.id * (place + 1)) % (SELECT count(*) FROM opd_diagnosis) + 1
WHERE c.signed_at IS NOT NULL;

INSERT INTO opd_prescriptionitem (name_en, name_hi, form, strength, dose, food, days, quantity, unit, words_en, words_hi,
    note, position, consultation_id, medicine_id)
SELECT m.name_en, m.name_hi, m.form, m.strength, '1-0-1', 'PC', 5, 10, m.unit, '1 morning, 1 night, after food, 5 days',
    'सुबह 1, रात 1, खाने के बाद, 5 दिन', '', place, c.id, m.id
FROM opd_consultation c CROSS JOIN generate_series(0, 2) place
JOIN opd_medicine m ON m.id = (c.id * 7 + place * 31) % (SELECT count(*) FROM opd_medicine) + 1
WHERE c.signed_at IS NOT NULL;

INSERT INTO opd_dispensing (code, outcome, name_en, name_hi, strength, quantity, unit, reason, given_at, taken_back_reason,
    given_by_id, item_id, medicine_id, centre_id)
SELECT 'D' || lpad(i.id::text, 7, '0'), 'given', i.name_en, i.name_hi, i.strength, 10, i.unit, '', c.signed_at, '', :clerk,
    i.id, i.medicine_id, v.centre_id
FROM opd_prescriptionitem i JOIN opd_consultation c ON c.id = i.consultation_id JOIN registration_visit v ON v.id = c.visit_id;

INSERT INTO labs_laborder (code, status, is_urgent, ordered_at, resulted_at, released_at, release_reason, cancel_reason,
    ordered_by_id, released_by_id, resulted_by_id, visit_id, test_id, is_sent, control_reason)
SELECT 'L' || lpad(row_number() OVER ()::text, 7, '0'), 'released', false, v.done_at, v.done_at, v.done_at, '', '', :doctor,
    :doctor, :clerk, v.id, t.id, false, ''
FROM registration_visit v JOIN labs_test t ON t.code IN ('HB', 'RBS', 'CREAT')
WHERE v.code LIKE 'V%' AND (v.id + t.id) % 2 = 0;

INSERT INTO labs_result (version, is_current, value, text, unit, decimals, flag, low, high, range_text, range_source, reason,
    entered_at, entered_by_id, order_id, method, range_for, released_at, released_by_id, parts)
SELECT 1, true, 6 + id % 90 / 10.0, '', 'g/dL', 1, CASE id % 4 WHEN 0 THEN 'L' ELSE 'N' END, 12, 15, '12.0 – 15.0', 'bench',
    '', resulted_at, :clerk, id, '', '', released_at, :doctor, '[]'
FROM labs_laborder;

INSERT INTO opd_referral (department, reason, urgency, status, referred_at, back_note, referred_by_id, to_centre_id, visit_id,
    done_before, treatable_codes, up_reason, arrived_way)
SELECT 'Medicine', 'for opinion', 'soon', CASE id % 40 WHEN 0 THEN 'sent' ELSE 'back' END, done_at, 'continue the same', :doctor,
    :hospital, id, '', '', '', ''
FROM registration_visit WHERE code LIKE 'V%' AND id % 20 = 0;

INSERT INTO opd_allergy (substance, reaction, noted_at, remove_reason, noted_by_id, patient_id)
SELECT 'Sulfa', 'rash', now(), '', :doctor, id FROM registration_patient WHERE id % 5 = 0;

INSERT INTO opd_problem (since_year, noted_at, diagnosis_id, noted_by_id, patient_id)
SELECT 2021, now(), d.id, :doctor, p.id
FROM registration_patient p JOIN opd_diagnosis d ON d.code IN ('I10', 'E11.9') WHERE p.id % 3 = 0;

ALTER TABLE registration_patient ENABLE TRIGGER USER;
ALTER TABLE registration_visit ENABLE TRIGGER USER;
