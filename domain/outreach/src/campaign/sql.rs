//! The statements of campaigns.

use super::{
    agreement::Agreement,
    close::Report,
    definition::{Campaign, CampaignName},
    enrolled::EnrolledHere,
    funnel::{Ground, OfAgent, OfTrade},
    lead::Lead,
    pipeline::{Champion, Standing},
    plan::{Partner, Planned},
    presence::Polled,
    season::Season,
    task::{Task, TaskCount},
};
use db::{Uuid, statements};
use terms::{
    AreaCode, Date, Timestamp,
    ids::{MembershipId, PersonId, UserId},
};

type Text = Option<String>;
type Count = Option<i64>;
/// Who was enrolled, paid, and stayed: of an event.
type Lasting = (Uuid, i64, i64, i64, i64, i64, i64);

statements! {
    ADD_CAMPAIGN = "sql/add_campaign.sql":
        (Uuid, String, String, String, &'static str, String, Option<Date>, String, Timestamp, UserId) => ();
    PUT_NAME = "sql/put_name.sql": (String, Uuid, String, &'static str, &'static str, Timestamp) => ();
    CAMPAIGN_BY_CODE = "sql/campaign_by_code.sql": (String,) => Campaign;
    CAMPAIGN = "sql/campaign.sql": (Uuid,) => Campaign;
    CAMPAIGNS = "sql/campaigns.sql": () => Campaign;
    NAMES_OF = "sql/names_of.sql": (Uuid,) => CampaignName;
    NAMES = "sql/names.sql": () => CampaignName;
    DECIDE_NAME = "sql/decide_name.sql": (&'static str, Timestamp, UserId, String, Uuid) => ();

    ADD_SEASON = "sql/add_season.sql":
        (Uuid, Uuid, String, String, AreaCode, Date, Date, String, Count, String, Timestamp, UserId) => ();
    TAG_AREA = "sql/tag_area.sql": (Uuid, String) => ();
    TAGGED = "sql/tagged.sql": (Uuid,) => (AreaCode,);
    SEASON = "sql/season.sql": (Uuid,) => Season;
    SEASONS = "sql/seasons.sql": (Vec<String>, Option<Uuid>, String, Date, Uuid, u32) => Season;

    PLAN = "sql/plan.sql": (Uuid,) => Planned;
    PLANS = "sql/plans.sql": (Vec<String>, Option<Uuid>, Text, String, Date, Uuid, u32) => Planned;
    SET_PLAN_STATE = "sql/set_plan_state.sql": (&'static str, String, Timestamp, Uuid) => ();
    TEAM_CLASH = "sql/team_clash.sql": (String, Date, String, Uuid, i64, i64) => (String, i64);
    CLEAR_ACTIVITIES = "sql/clear_activities.sql": (Uuid,) => ();
    CLEAR_TARGETS = "sql/clear_targets.sql": (Uuid,) => ();
    CLEAR_PARTNERS = "sql/clear_partners.sql": (Uuid,) => ();
    ADD_ACTIVITY = "sql/add_activity.sql": (Uuid, &'static str) => ();
    ADD_TARGET = "sql/add_target.sql": (Uuid, &'static str, String) => ();
    ADD_PARTNER = "sql/add_partner.sql": (Uuid, &'static str, i64, String) => ();
    ACTIVITIES_OF = "sql/activities_of.sql": (Vec<Uuid>,) => (Uuid, String);
    TARGETS_OF = "sql/targets_of.sql": (Vec<Uuid>,) => (Uuid, String, String);
    PARTNERS_OF = "sql/partners_of.sql": (Vec<Uuid>,) => Partner;

    ADD_SESSION = "sql/add_session.sql": (Uuid, Uuid, &'static str, Timestamp) => ();
    PUT_SESSION = "sql/put_session.sql": (Uuid, Uuid, &'static str, Timestamp) => ();
    PLAN_OF_SESSION = "sql/plan_of_session.sql": (Uuid,) => (Uuid,);
    PLANS_AT = "sql/plans_at.sql": (Date, Vec<String>) => (Uuid,);
    LOOSE_OPENINGS = "sql/loose_openings.sql": (Date, String) => (Uuid, AreaCode);
    SESSIONS_OF = "sql/sessions_of.sql": (Uuid,) => (Uuid, String);

    ADD_REPORT = "sql/add_report.sql":
        (Uuid, i64, Uuid, &'static str, Count, Count, Count, Count, Count, String, String, String, Timestamp, UserId)
        => ();
    REPORTS_OF = "sql/reports_of.sql": (Vec<Uuid>,) => Report;
    FORGET_PRESENT = "sql/forget_present.sql": (Uuid,) => ();
    PUT_PRESENT = "sql/put_present.sql": (Uuid, &'static str, i64) => ();
    ON_RECORD_AT = "sql/on_record_at.sql": (Uuid,) => (i64, i64);

    ADD_TALLY = "sql/add_tally.sql": (Uuid, Uuid, Uuid, i64, Timestamp, UserId) => ();
    ADD_CHECKIN = "sql/add_checkin.sql": (Uuid, Uuid, Option<PersonId>, Count, Uuid, Timestamp, UserId) => ();
    ADD_POLL = "sql/add_poll.sql":
        (Uuid, Uuid, Uuid, &'static str, &'static str, i64, i64, Timestamp, UserId) => ();
    PEOPLE_AT = "sql/people_at.sql": (Uuid,) => (Count, Count, Count);
    ENROLLED_HERE = "sql/enrolled_here.sql": (Uuid, Vec<String>, Timestamp, Uuid, u32) => EnrolledHere;
    POLLED = "sql/polled.sql": (Uuid,) => Polled;
    NUMBER_INVITATIONS = "sql/number_invitations.sql": (i64, Uuid) => ();

    ADD_LEAD = "sql/add_lead.sql":
        (Uuid, Option<Uuid>, AreaCode, Text, UserId, Uuid, String, Timestamp, Timestamp) => ();
    LEAD = "sql/lead.sql": (Uuid,) => Lead;
    LEADS = "sql/leads.sql": (Vec<String>, Text, Timestamp, Uuid, u32) => Lead;
    LEADS_OF_EVENT = "sql/leads_of_event.sql": (Uuid, Vec<String>, Text, Timestamp, Uuid, u32) => Lead;
    LINK_LEAD = "sql/link_lead.sql": (PersonId, i64, MembershipId, Timestamp, Uuid) => ();
    DROP_LEAD = "sql/drop_lead.sql": (String, Uuid) => ();
    PEOPLE_BY_PHONE = "sql/people_by_phone.sql": (Vec<String>, Vec<String>) => (PersonId, String);
    KEEP_CONTACT = "sql/keep_contact.sql": (Uuid, Vec<u8>) => ();
    CONTACTS = "sql/contacts.sql": (Vec<Uuid>,) => (Uuid, Vec<u8>);

    TASKS_AFTER = "sql/tasks_after.sql": (Uuid,) => (i64,);
    ADD_TASK = "sql/add_task.sql":
        (Uuid, &'static str, String, Option<Uuid>, Option<Uuid>, UserId, String, Date, Timestamp, UserId) => ();
    CANCEL_TASKS_OF_EVENT = "sql/cancel_tasks_of_event.sql": (Uuid,) => ();
    TASK = "sql/task.sql": (Uuid,) => Task;
    TASKS = "sql/tasks.sql": (Vec<String>, Text, Text, Option<UserId>, Option<Uuid>, Date, Uuid, u32) => Task;
    CHANGE_TASK = "sql/change_task.sql":
        (&'static str, UserId, Date, String, Option<Timestamp>, Option<UserId>, Uuid) => ();
    TASK_COUNTS = "sql/task_counts.sql": (Vec<String>, Date) => TaskCount;

    PUT_STANDING = "sql/put_standing.sql":
        (AreaCode, &'static str, String, &'static str, Option<Date>, Count, i64, Option<UserId>, String, String,
         Timestamp, UserId) => ();
    STANDINGS = "sql/standings.sql": (Vec<String>, Text, String, String, String, u32) => Standing;
    END_CHAMPION = "sql/end_champion.sql": (Timestamp, AreaCode, String) => ();
    ADD_CHAMPION = "sql/add_champion.sql": (Uuid, AreaCode, String, i64, String, Timestamp, UserId) => ();
    CHAMPIONS = "sql/champions.sql": (Vec<String>,) => Champion;

    ADD_AGREEMENT = "sql/add_agreement.sql":
        (Uuid, AreaCode, i64, String, String, String, Option<Date>, Date, Option<Date>, String, Timestamp, UserId)
        => ();
    AGREEMENT = "sql/agreement.sql": (Uuid,) => Agreement;
    AGREEMENTS = "sql/agreements.sql": (AreaCode, String, Uuid, u32) => Agreement;
    END_AGREEMENT = "sql/end_agreement.sql": (Date, Timestamp, Uuid) => ();
    AGREED_AREAS = "sql/agreed_areas.sql": (AreaCode, Date) => (String,);

    CHECK_REPORTS = "sql/check_reports.sql": () => (Uuid,);
    EVENT_AREAS = "sql/event_areas.sql": (Option<Uuid>, Option<Uuid>, String, Date) => (AreaCode, i64, i64);
    ACCESS_IN = "sql/access_in.sql": (String,) => (AreaCode, i64);
    PUT_ACCESS = "sql/put_access.sql": (AreaCode, i64, String, Timestamp, UserId) => ();

    FUNNEL_EVENTS = "sql/funnel_events.sql": (Vec<Uuid>,) => Ground;
    FUNNEL_PEOPLE = "sql/funnel_people.sql": (Vec<Uuid>,) => (Uuid, Count, Count, Count);
    FUNNEL_LEADS = "sql/funnel_leads.sql": (Vec<Uuid>,) => (Uuid, i64);
    FUNNEL_LASTING = "sql/funnel_lasting.sql": (Vec<Uuid>, Date, Date, Date) => Lasting;
    FUNNEL_TRADES = "sql/funnel_trades.sql": (Vec<Uuid>, Date, Date, Date) => OfTrade;
    FUNNEL_AGENTS = "sql/funnel_agents.sql": (Vec<Uuid>, Date, Date, Date) => OfAgent;
    LEADS_BY_TRADE = "sql/leads_by_trade.sql": (Vec<Uuid>,) => (String, i64);
    LEADS_BY_AGENT = "sql/leads_by_agent.sql": (Vec<Uuid>,) => (UserId, Option<String>, i64);
    PARTNERS_IN = "sql/partners_in.sql": (Vec<Uuid>,) => (Uuid, String, Option<i64>);
    SCANS = "sql/scans.sql": (Vec<Uuid>,) => (i64, i64);
}
