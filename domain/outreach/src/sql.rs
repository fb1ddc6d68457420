//! The statements of this department.

use crate::{
    Receipt,
    alert::TooLong,
    captured::Captured,
    custody::Held,
    deposit::Deposit,
    event::{Closed, Event},
};
use db::{Uuid, statements};
use terms::{
    AreaCode, Date, Month, Rupiah, Timestamp,
    ids::{MembershipId, PersonId, UserId},
};

statements! {
    PUT_EVENT = "sql/put_event.sql": (Uuid, String, AreaCode, Date, Option<String>, Option<Uuid>, UserId, Timestamp, Timestamp, Uuid, Option<Uuid>) => ();
    EVENT = "sql/event.sql": (Uuid,) => Event;
    EVENTS = "sql/events.sql": (Vec<String>, Date, Uuid, u32) => Event;
    ADD_CLOSE = "sql/add_close.sql": (Uuid, Uuid, Option<i64>, Option<i64>, Option<i64>, String, UserId, Timestamp, Timestamp, Option<Uuid>) => ();
    CLOSES_OF = "sql/closes_of.sql": (Vec<Uuid>,) => Closed;
    PEOPLE_OF_EVENTS = "sql/people_of_events.sql": (Vec<Uuid>,) => (Uuid, String, i64);
    CASH_OF_EVENTS = "sql/cash_of_events.sql": (Vec<Uuid>,) => (Uuid, Rupiah, i64);

    CAPTURES_OF_PERSON = "sql/captures_of_person.sql": (PersonId,) => Captured;
    CAPTURE_OF_COMMAND = "sql/capture_of_command.sql": (Uuid,) => Captured;
    CORRECTION_OF = "sql/correction_of.sql": (Uuid,) => (PersonId, Option<MembershipId>);
    SUPERSEDE = "sql/supersede.sql": (PersonId, terms::Bucket, Option<MembershipId>, Uuid) => ();
    ENROLMENTS_WITH_CODE = "sql/enrolments_with_code.sql": (String, Uuid) => (Uuid, Option<Uuid>);

    ADD_RANGE = "sql/add_range.sql": (i64, i64, Uuid, UserId, Timestamp) => ();
    LAST_RANGE = "sql/last_range.sql": () => (Option<i64>,);
    RANGE_OF_DEVICE = "sql/range_of_device.sql": (Uuid, String) => (i64, i64, Option<String>);
    RANGE_WITH = "sql/range_with.sql": (Uuid, i64) => (i64,);
    BOOK_OF_DEVICE = "sql/book_of_device.sql": (Uuid,) => (i64, Option<i64>);
    LAST_BOOK = "sql/last_book.sql": () => (Option<i64>,);
    ADD_BOOK = "sql/add_book.sql": (Uuid, i64, Timestamp) => ();

    RECEIPTS_NEAR = "sql/receipts_near.sql": (String, UserId) => Receipt;
    RECEIPT = "sql/receipt.sql": (Uuid,) => Receipt;
    RECEIPTS_OF_ENROLMENT = "sql/receipts_of_enrolment.sql": (Uuid,) => Receipt;
    RECEIPTS_OF_SERIALS = "sql/receipts_of_serials.sql": (Vec<String>,) => Receipt;
    RECEIPTS_OF_DEPOSIT = "sql/receipts_of_deposit.sql": (Uuid,) => Receipt;
    RECEIPTS_OF_AGENT = "sql/receipts_of_agent.sql": (UserId, Vec<String>, Timestamp, Uuid, u32) => Receipt;
    CORRECTING_RECEIPT = "sql/correcting_receipt.sql": (Uuid,) => (Uuid,);
    DATE_RECEIPT = "sql/date_receipt.sql": (Timestamp, Uuid) => ();
    PLACE_RECEIPTS = "sql/place_receipts.sql": (String, Uuid) => ();
    SETTLE_RECEIPTS = "sql/settle_receipts.sql": (&'static str, Option<Uuid>, Vec<Uuid>, &'static str) => ();
    ADD_DEPOSIT = "sql/add_deposit.sql": (Uuid, UserId, Uuid, String, Rupiah, Timestamp, Timestamp) => ();
    DEPOSIT = "sql/deposit.sql": (Uuid,) => Deposit;
    DEPOSITS = "sql/deposits.sql": (String, Timestamp, Uuid, u32) => Deposit;
    DECIDE_DEPOSIT = "sql/decide_deposit.sql": (&'static str, Option<Rupiah>, Timestamp, UserId, Option<String>, Uuid) => ();
    BOARD = "sql/board.sql": (UserId, Vec<String>, Timestamp, Uuid, u32) => Held;
    BOOK_NUMBERS = "sql/book_numbers.sql": (UserId,) => (String, i64);
    OVERDUE = "sql/overdue.sql": (Vec<String>,) => crate::alert::Overdue;
    HELD_TOO_LONG = "sql/held_too_long.sql": (Timestamp, u32) => TooLong;

    AGENTS_PORTFOLIO = "sql/agents_portfolio.sql": (Vec<Uuid>,) => (UserId, i64, Option<Month>, i64, i64);
    AGENTS_PERSISTENCY = "sql/agents_persistency.sql": (Vec<Uuid>,) => (UserId, Month, Month, i64);
    AGENTS_COLLECTED = "sql/agents_collected.sql": (Vec<Uuid>, Date, Date) => (UserId, Rupiah);
    AGENTS_PENDING = "sql/agents_pending.sql": (Vec<Uuid>,) => (UserId, Rupiah, i64);
    AGENTS_NEW = "sql/agents_new.sql": (Vec<Uuid>, Date, Date) => (UserId, i64);
    AGENTS_LAST = "sql/agents_last.sql": (Vec<Uuid>, Date) => (UserId, i64, Date);
    AGENTS_CUSTODY = "sql/agents_custody.sql": (Vec<Uuid>,) => Held;
    AGENTS = "sql/agents.sql": (Vec<String>, &'static str, Date, &'static str, UserId, String, Uuid, u32) => crate::agent::AgentRow;
    AGENT_USER = "sql/agent_user.sql": (UserId,) => (String, i64);
    CONTRACTS_OF = "sql/contracts_of.sql": (Vec<Uuid>,) => crate::agent::Contract;
    END_CONTRACT = "sql/end_contract.sql": (Uuid, Date, &'static str, String) => ();
    TERMS_KNOWN = "sql/terms_known.sql": () => crate::agent::OwnTerms;
    AGENT_OFFICES = "sql/agent_offices.sql": (Vec<String>, Date, String, u32) => crate::agent::AgentOffice;
    AGENT_OFFICE = "sql/agent_office.sql": (Uuid, Date) => crate::agent::AgentOffice;
    AGENT_OFFICE_WITH_CODE = "sql/agent_office_with_code.sql": (String,) => (Uuid,);
    CHANGE_AGENT_OFFICE = "sql/change_agent_office.sql": (Uuid, i64, String, Option<Date>, String) => ();
    HOLDINGS = "sql/holdings.sql": (Vec<Uuid>, String) => (i64, MembershipId, i64);
    MEMBERS_OF_AGENT = "sql/members_of_agent.sql": (Vec<Uuid>, Uuid, u32) => crate::agent::AgentMember;
    END_MOVES = "sql/end_moves.sql": (UserId, Date, Vec<Uuid>) => ();
    HANDOVERS_OF = "sql/handovers_of.sql": (UserId,) => crate::agent::HandoverRow;
    ORPHANS = "sql/orphans.sql": (Vec<String>, Date, Date, Date, Uuid, u32) => crate::agent::Orphans;

    AGENTS_MONTH = "sql/agents_month.sql": (Vec<Uuid>, Date, Date, Date, Date) => crate::monthly::AgentMonth;
    PAID_IN_VILLAGES = "sql/paid_in_villages.sql": (Vec<String>, Date, Date) => (String, i64, i64, Rupiah);
    UNMATCHED_IN_VILLAGES = "sql/unmatched_in_villages.sql": (Vec<String>, Timestamp, Timestamp, &'static str) => (i64, Rupiah);
    MONTH_PLANS = "sql/month_plans.sql": (Vec<String>, Date, Date) => (Uuid, Uuid, String, String);
    MONTH_OPENINGS = "sql/month_openings.sql": (Vec<String>, Date, Date) => (Uuid, String, i64, Option<i64>, i64);

    USER_SINCE = "sql/user_since.sql": (UserId,) => (Timestamp,);
    AGENT_NEW_BY_DAY = "sql/agent_new_by_day.sql": (UserId, Date) => (Date, i64);
    AGENT_PAID_BY_MONTH = "sql/agent_paid_by_month.sql": (UserId, Date) => (Date, i64);

    CHECK_CUSTODY = "sql/check_custody.sql": () => (UserId, i64, i64, i64);
    CHECK_SERIALS = "sql/check_serials.sql": () => (String, i64);
    CHECK_DEPOSITS = "sql/check_deposits.sql": () => (Uuid, i64, i64, i64);
    CHECK_CLOSES = "sql/check_closes.sql": () => (Uuid, Uuid);
}
