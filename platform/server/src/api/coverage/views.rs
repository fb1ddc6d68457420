//! What is shown of coverage: every share with its base, definition and source beside it.

use insight::{Counts, CoverageReport, Denominator, Flows, OtherBase, OutsideFigure, Part, Target};
use serde::Serialize;
use serde_json::Value;
use terms::Date;
use utoipa::ToSchema;

/// How many stand in each state; every person or membership is in exactly one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountsView {
    pub(crate) active: i64,
    /// By months missed: the first is one month.
    pub(crate) grace: Vec<i64>,
    pub(crate) lapsed: i64,
    pub(crate) registered_unpaid: i64,
    suspended_review: i64,
    ended: i64,
    /// Active or in grace.
    protected: i64,
    /// Any membership that has not ended.
    pub(crate) registered: i64,
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        Self {
            protected: counts.protected(),
            registered: counts.registered(),
            active: counts.active,
            grace: counts.grace,
            lapsed: counts.lapsed,
            registered_unpaid: counts.registered_unpaid,
            suspended_review: counts.suspended_review,
            ended: counts.ended,
        }
    }
}

/// One share.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CoverageView {
    /// Codes joined by `+`; empty is the country.
    pub(crate) area: String,
    pub(crate) group: Option<&'static str>,
    pub(crate) segment: Option<&'static str>,
    payer: Option<&'static str>,
    measure: &'static str,
    pub(crate) numerator: i64,
    /// Out of how many; absent when no base is known.
    pub(crate) denominator: Option<i64>,
    /// Per cent, one decimal, half up; absent without a base.
    pub(crate) percent: Option<String>,
    /// `=`, `≈`, `<` … as the base was hedged.
    qualifier: Option<&'static str>,
    /// How the share is hedged because of it.
    pub(crate) percent_qualifier: Option<&'static str>,
    #[schema(value_type = String, format = Date)]
    pub(crate) as_of: Date,
    /// Which status word the numerator uses: `active` or `registered`.
    pub(crate) counts: &'static str,
    /// What is counted and of what, in English.
    pub(crate) definition: String,
    /// The same in Indonesian.
    pub(crate) definition_id: String,
    /// Where the base was read.
    pub(crate) source: Option<String>,
    publisher: Option<String>,
    /// When the base was said to be so.
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Option<Date>,
    /// How sure we are of the base.
    status: Option<String>,
    /// Whom the base leaves uncovered.
    gap: Option<i64>,
    /// Why there is no share.
    pub(crate) reason_id: Option<String>,
    pub(crate) reason_en: Option<String>,
    /// The same numerator over each other base that was known.
    other_bases: Vec<OtherBaseView>,
    pub(crate) states: CountsView,
}

impl From<CoverageReport> for CoverageView {
    fn from(report: CoverageReport) -> Self {
        Self {
            area: report.question.place.key(),
            group: report.question.group,
            segment: report.question.segment.map(terms::Segment::word),
            payer: report.question.payer.map(terms::Payer::word),
            measure: report.question.measure.word(),
            numerator: report.numerator,
            denominator: report.denominator,
            percent: report.percent,
            qualifier: report.qualifier.map(insight::Qualifier::sign),
            percent_qualifier: report.percent_qualifier.map(insight::Qualifier::sign),
            as_of: report.as_of,
            counts: report.counts.word(),
            definition: report.definition,
            definition_id: report.definition_id,
            source: report.source,
            publisher: report.publisher,
            valid_from: report.valid_from,
            status: report.status,
            gap: report.gap,
            reason_id: report.reason_id,
            reason_en: report.reason_en,
            other_bases: report.other_bases.into_iter().map(Into::into).collect(),
            states: report.states.into(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct OtherBaseView {
    /// What was counted.
    basis: String,
    denominator: i64,
    qualifier: &'static str,
    percent: Option<String>,
    definition_id: String,
    definition_en: String,
    source: String,
    #[schema(value_type = String, format = Date)]
    valid_from: Date,
}

impl From<OtherBase> for OtherBaseView {
    fn from(base: OtherBase) -> Self {
        Self {
            basis: base.basis,
            denominator: base.denominator,
            qualifier: base.qualifier.sign(),
            percent: base.percent,
            definition_id: base.definition_id,
            definition_en: base.definition_en,
            source: base.source,
            valid_from: base.valid_from,
        }
    }
}

/// Who came and went after one day and up to another.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FlowsView {
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    through: Date,
    /// First spells that began.
    new: i64,
    /// Later spells that began.
    reactivated: i64,
    lapsed: i64,
    net_active: i64,
}

impl From<Flows> for FlowsView {
    fn from(flows: Flows) -> Self {
        let Flows { from, through, new, reactivated, lapsed, net_active } = flows;
        Self { from, through, new, reactivated, lapsed, net_active }
    }
}

/// One part of a count.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartView {
    pub(crate) code: String,
    pub(crate) name_id: String,
    pub(crate) name_en: String,
    pub(crate) counts: CountsView,
    pub(crate) denominator: Option<i64>,
    /// Which status word the share uses.
    share_counts: Option<&'static str>,
    pub(crate) percent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flows: Option<FlowsView>,
}

impl From<Part> for PartView {
    fn from(part: Part) -> Self {
        Self {
            code: part.code,
            name_id: part.name_id,
            name_en: part.name_en,
            counts: part.counts.into(),
            denominator: part.denominator,
            share_counts: part.share_counts.map(insight::StatusWord::word),
            percent: part.percent,
            flows: part.flows.map(Into::into),
        }
    }
}

/// The parts as a sheet. Names come from our own data; quoting keeps commas in them harmless.
pub(crate) fn csv(parts: &[PartView]) -> String {
    let mut text = String::from(
        "code,name,active,grace,lapsed,registered_unpaid,registered,denominator,percent\r\n",
    );
    for part in parts {
        let counts = &part.counts;
        let cells = [
            part.code.clone(),
            format!("\"{}\"", part.name_id.replace('"', "\"\"")),
            counts.active.to_string(),
            counts.grace.iter().sum::<i64>().to_string(),
            counts.lapsed.to_string(),
            counts.registered_unpaid.to_string(),
            counts.registered.to_string(),
            part.denominator.map(|n| n.to_string()).unwrap_or_default(),
            part.percent.clone().unwrap_or_default(),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// What a share is of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DenominatorView {
    id: String,
    area: String,
    group: String,
    segment: String,
    /// Which status word a share of it uses.
    counts: &'static str,
    /// `head_count`, `work_force`, `employed`, `eligible`, `potential`, `not_stated`.
    basis: String,
    value: i64,
    qualifier: &'static str,
    definition_id: String,
    definition_en: String,
    source: String,
    publisher: String,
    #[schema(value_type = Option<String>, format = Date)]
    event_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    stated_on: Option<Date>,
    #[schema(value_type = String, format = Date)]
    valid_from: Date,
    status: String,
}

impl From<Denominator> for DenominatorView {
    fn from(base: Denominator) -> Self {
        Self {
            id: base.id,
            area: base.area,
            group: base.person_group,
            segment: base.segment,
            counts: base.counts.word(),
            basis: base.basis,
            value: base.value,
            qualifier: base.qualifier.sign(),
            definition_id: base.definition_id,
            definition_en: base.definition_en,
            source: base.source,
            publisher: base.publisher,
            event_on: base.event_on,
            stated_on: base.stated_on,
            valid_from: base.valid_from,
            status: base.status,
        }
    }
}

/// A target: of whom, where, until when, by which document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TargetView {
    id: String,
    area: String,
    pub(crate) group: String,
    pub(crate) segment: String,
    /// Heads; absent where it is a percentage.
    pub(crate) value: Option<i64>,
    /// A percentage in parts per million; absent where it is heads.
    pub(crate) percent_ppm: Option<i64>,
    /// What the percentage is of; absent where nobody said.
    of_denominator: Option<String>,
    #[schema(value_type = String, format = Date)]
    from_on: Date,
    #[schema(value_type = String, format = Date)]
    pub(crate) until_on: Date,
    pub(crate) owner: String,
    pub(crate) source: String,
    publisher: String,
    status: String,
}

impl From<Target> for TargetView {
    fn from(target: Target) -> Self {
        Self {
            id: target.id,
            area: target.area,
            group: target.person_group,
            segment: target.segment,
            value: target.value,
            percent_ppm: target.percent_ppm,
            of_denominator: target.of_denominator,
            from_on: target.from_on,
            until_on: target.until_on,
            owner: target.owner,
            source: target.source,
            publisher: target.publisher,
            status: target.status,
        }
    }
}

/// A figure somebody else published, as it was said.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureView {
    pub(crate) id: String,
    pub(crate) area: String,
    pub(crate) subject: String,
    group: String,
    segment: String,
    /// In its unit.
    pub(crate) value: i64,
    /// `persons`, `ppm` or `rupiah`.
    pub(crate) unit: String,
    pub(crate) qualifier: &'static str,
    /// What it is of, in the words of the source.
    pub(crate) base: Option<String>,
    status_word: Option<String>,
    pub(crate) sentence: String,
    pub(crate) source: String,
    publisher: String,
    #[schema(value_type = Option<String>, format = Date)]
    event_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) stated_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
    /// What the checker makes of it: `CONSISTENT`, `ROUNDED`, `BASE_UNKNOWN` ….
    pub(crate) verdict: String,
    flags: Vec<String>,
    reason_id: String,
    reason_en: String,
    /// What it would be of each base it could have.
    #[schema(value_type = Object)]
    readings: Value,
}

impl From<OutsideFigure> for FigureView {
    fn from(figure: OutsideFigure) -> Self {
        Self {
            id: figure.id,
            area: figure.area,
            subject: figure.subject,
            group: figure.person_group,
            segment: figure.segment,
            value: figure.value,
            unit: figure.unit,
            qualifier: figure.qualifier.sign(),
            base: figure.base,
            status_word: figure.status_word,
            sentence: figure.sentence,
            source: figure.source,
            publisher: figure.publisher,
            event_on: figure.event_on,
            stated_on: figure.stated_on,
            as_of: figure.as_of,
            verdict: figure.verdict,
            flags: figure.flags.split_whitespace().map(str::to_owned).collect(),
            reason_id: figure.reason_id,
            reason_en: figure.reason_en,
            readings: figure.readings,
        }
    }
}
