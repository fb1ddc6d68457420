//! The statements of this department.

use crate::{
    Member,
    bills::{Bill, PaidMonthRow},
    due::Reached,
    enrol::HadRow,
    held::{PaymentRow, StandingMonth},
    import::{List, ListRow, RefusedRow, Standing},
    kept_checks::CheckRow,
    ledger_of::{EventRow, MonthRow},
    list_codes::ListBillLine,
    months::MonthEntry,
    notice::Notice,
    pay::load::{BillRow, KnownRow, RosterRow},
    reprice::PaidRow,
    timeline::{CreditRow, JournalRow, OpeningRow, RecordedEvent, RefundRow},
    today::HeldSum,
};
use db::{Json, Uuid, statements};
use terms::{
    AreaCode, Date, Month, Rupiah, Timestamp,
    ids::{ListId, MembershipId, PaymentId, PersonId, UserId},
};

statements! {
    PAYMENTS_KNOWN = "sql/payments_known.sql": (Vec<Uuid>,) => KnownRow;
    BOOKS_STAND = "sql/books_stand.sql": (&'static str,) => (Option<Month>, Option<String>);
    CODES_WITH_MEMBERS = "sql/codes_with_members.sql": (Vec<String>,) => BillRow;
    MEMBERS_BY_ID = "sql/members_by_id.sql": (i64, Vec<Uuid>) => Member;
    MEMBERS_OF_PEOPLE = "sql/members_of_people.sql": (Vec<Uuid>,) => Member;
    MEMBERS_PAGE = "sql/members_page.sql": (i64, Uuid, u32) => Member;
    MEMBERS_RUNNING_OUT = "sql/members_running_out.sql": (i64, Uuid, Month, Month, u32) => Member;
    MONTHS_OF_MEMBERS = "sql/months_of_members.sql": (Vec<i64>, Vec<Uuid>) => MonthRow;
    EVENTS_OF_MEMBERS = "sql/events_of_members.sql": (Vec<i64>, Vec<Uuid>) => EventRow;
    ROSTERS_OF_PEOPLE = "sql/rosters_of_people.sql": (Vec<Uuid>,) => RosterRow;
    MEMBERSHIPS_HAD = "sql/memberships_had.sql": (Vec<Uuid>,) => HadRow;
    MEMBERSHIP_BY_NUMBER = "sql/membership_by_number.sql": (String,) => (i64, Uuid);
    PEOPLE_COUNTED = "sql/people_counted.sql": (Uuid, u32) => (Uuid,);
    ADD_EVENT = "sql/add_event.sql": (i64, MembershipId, Uuid, &'static str, Option<String>, Date, Timestamp, UserId, String) => ();
    COUNT_AS = "sql/count_as.sql": (PersonId, PersonId) => ();
    COUNT_APART = "sql/count_apart.sql": (PersonId, PersonId) => ();
    PAYMENT = "sql/payment.sql": (PaymentId,) => PaymentRow;
    PAYMENTS_OWNED = "sql/payments_owned.sql": (Timestamp, PaymentId, String, u32) => PaymentRow;
    SETTLE_PAYMENT = "sql/settle_payment.sql": (PaymentId, &'static str, Option<i64>, Option<MembershipId>, Option<String>) => ();
    ADD_REFUND = "sql/add_refund.sql": (Uuid, PaymentId, Rupiah, String, Timestamp, UserId) => ();
    REFUND_APPROVED_BY = "sql/refund_approved_by.sql": (PaymentId,) => (UserId,);
    PAY_REFUND = "sql/pay_refund.sql": (PaymentId, Timestamp, UserId) => ();
    STANDING_MONTHS = "sql/standing_months.sql": (i64, MembershipId, PaymentId) => StandingMonth;
    CREDIT_OF_PAYMENT = "sql/credit_of_payment.sql": (i64, MembershipId, PaymentId) => (Rupiah,);
    WITHDRAW_MONTHS = "sql/withdraw_months.sql": (i64, MembershipId, PaymentId, Uuid, Date) => ();
    MONTH_LEDGER = "sql/month_ledger.sql": (i64, MembershipId, Date, u32) => MonthEntry;
    AHEAD_OF = "sql/ahead_of.sql": (Month,) => (Rupiah, Rupiah);
    FIRST_AHEAD = "sql/first_ahead.sql": () => (Option<Month>,);
    MONTHS_TO_REPRICE = "sql/months_to_reprice.sql": (i64, MembershipId, Month) => PaidRow;
    NOTICES_OF = "sql/notices_of.sql": (MembershipId, u32) => Notice;
    LIST_BY_CONTENT = "sql/list_by_content.sql": (String,) => List;
    LIST_BY_ID = "sql/list_by_id.sql": (ListId,) => List;
    LISTS = "sql/lists.sql": (String, String, u32) => List;
    ADD_LIST = "sql/add_list.sql": (ListId, String, String, AreaCode, &'static str, String, String, &'static str, Option<String>, Timestamp, UserId) => ();
    OPEN_LIST_AGAIN = "sql/open_list_again.sql": (ListId, String, AreaCode, &'static str, String, String, &'static str, Option<String>, Timestamp, UserId) => ();
    LIST_STANDING = "sql/list_standing.sql": (ListId,) => Standing;
    ADVANCE_LIST = "sql/advance_list.sql": (ListId, i64, i64, i64, i64) => ();
    FINISH_LIST = "sql/finish_list.sql": (ListId, Timestamp) => ();
    LIST_ROWS_BETWEEN = "sql/list_rows_between.sql": (ListId, i64, i64) => ListRow;
    LIST_ROWS = "sql/list_rows.sql": (ListId, i64, u32) => ListRow;
    LIST_ROWS_OF_OUTCOME = "sql/list_rows_of_outcome.sql": (ListId, String, i64, u32) => ListRow;
    LIST_OUTCOMES = "sql/list_outcomes.sql": (ListId,) => (String, i64);
    REFUSED_ROWS = "sql/refused_rows.sql": (ListId, i64, u32) => RefusedRow;
    GIVE_CODE = "sql/give_code.sql": (String, i64, MembershipId, Month, u32, Rupiah, Timestamp, Date, UserId) => ();
    WITHDRAW_CODE = "sql/withdraw_code.sql": (String,) => ();
    CODE_OWNER = "sql/code_owner.sql": (String,) => (MembershipId, String);
    JOIN_EARLIER = "sql/join_earlier.sql": (Date, Timestamp, i64, MembershipId) => ();
    RETAKE_MEMBERSHIP = "sql/retake_membership.sql": (terms::Programmes, Rupiah, terms::Sector, terms::Payer, AreaCode, Date, Timestamp, i64, MembershipId) => ();
    CHECK_TOTALS = "sql/check_totals.sql": () => (String, i64, i64);
    CHECK_PAID_TWICE = "sql/check_paid_twice.sql": () => (Uuid, i64);
    CHECK_RECEIPTS = "sql/check_receipts.sql": () => (Uuid, i64, i64);

    DUE_MEMBERS = "sql/due_members.sql": (Vec<String>, Month, Month, String, Month, Uuid, i64) => Member;
    PEOPLE_REACHED = "sql/people_reached.sql": (Vec<Uuid>,) => Reached;
    CODES_BETWEEN = "sql/codes_between.sql": (String, String, u32) => Bill;
    CODES_OF_MEMBERS = "sql/codes_of_members.sql": (Vec<i64>, Vec<Uuid>, u32) => Bill;
    CANCEL_CODE = "sql/cancel_code.sql": (String,) => ();
    ADD_CANCELLATION = "sql/add_cancellation.sql": (String, String, Timestamp, UserId) => ();
    NUMBERS_BETWEEN = "sql/numbers_between.sql": (String, String, u32) => (Uuid,);
    MEMBERS_OF_IDS = "sql/members_of_ids.sql": (Vec<Uuid>,) => Member;
    PAYMENTS_OF_MEMBERS = "sql/payments_of_members.sql": (Vec<i64>, Vec<Uuid>, Timestamp, PaymentId, u32) => PaymentRow;
    PAID_MONTHS_OF_MEMBERS = "sql/paid_months_of_members.sql": (Vec<i64>, Vec<Uuid>) => PaidMonthRow;
    CREDITS_OF_MEMBERS = "sql/credits_of_members.sql": (Vec<i64>, Vec<Uuid>) => CreditRow;
    EVENTS_RECORDED = "sql/events_recorded.sql": (Vec<i64>, Vec<Uuid>) => RecordedEvent;
    REFUNDS_OF_PAYMENTS = "sql/refunds_of_payments.sql": (Vec<Uuid>,) => RefundRow;
    JOURNALS_KEYED = "sql/journals_keyed.sql": (Vec<String>,) => JournalRow;
    USERS_NAMED = "sql/users_named.sql": (Vec<Uuid>,) => (UserId, String);
    OPENINGS = "sql/openings.sql": (Vec<i64>, Vec<Uuid>) => OpeningRow;
    WHO_ENROLLED = "sql/who_enrolled.sql": (Vec<Uuid>,) => (Option<Uuid>, UserId);
    NOTICES_OF_MEMBERS = "sql/notices_of_members.sql": (Vec<Uuid>, u32) => Notice;
    HELD_BY_OWNER = "sql/held_by_owner.sql": (Timestamp, Timestamp) => HeldSum;
    LISTS_TO_LOOK_AT = "sql/lists_to_look_at.sql": (Timestamp, Vec<String>, u32) => List;
    LIST_MEMBERS = "sql/list_members.sql": (ListId, i64, i64, Vec<String>) => Member;
    LIST_OPEN_CODES = "sql/list_open_codes.sql": (ListId, i64, i64, Date) => (MembershipId,);
    LIST_LAST_ROW = "sql/list_last_row.sql": (ListId,) => (i64,);
    LIST_BILL = "sql/list_bill.sql": (ListId, i64, Vec<String>, Timestamp, Date, u32) => ListBillLine;
    LIST_BILL_TOTALS = "sql/list_bill_totals.sql": (ListId, Vec<String>, Timestamp, Date) => (String, i64, Rupiah, Date);
    ADD_CHECK_RUN = "sql/add_check_run.sql": (Uuid, Timestamp, Timestamp, UserId, i64, Json) => ();
    LAST_CHECK_RUN = "sql/last_check_run.sql": () => CheckRow;
}
