//! The explanation of a price: each programme, its band, its relief or why there is none.

use super::{Line, PriceInput, Settled, reliefs};
use crate::{
    Law,
    found::cited,
    relief::{Case, Verdict, WhyNot},
};
use terms::{Because, Programme, Segment, Status, written};

pub(super) fn month(law: &Law, input: &PriceInput, settled: &Settled<'_>) -> Because {
    let [id, en] = written::month(settled.month);
    let mut because = Because::new(
        "contribution.month",
        Status::Confirmed,
        format!("Iuran {id}: {}", settled.total),
        format!("Contribution of {en}: {}", settled.total),
    )
    .input("month", input.month)
    .input("income", input.income)
    .input("sector", input.sector)
    .input("payer", input.payer)
    .input("programmes", input.programmes);
    if let Some(joined) = input.joined {
        because = because.input("joined", joined);
    }
    for line in settled.lines.iter().flatten() {
        because = because.part(programme(law, input, line));
    }
    because
}

fn programme(law: &Law, input: &PriceInput, line: &Line<'_>) -> Because {
    let word = line.programme.word();
    let name = word.to_uppercase();
    let mut because = Because::new(
        &format!("contribution.{word}"),
        Status::Confirmed,
        format!("{name}: {}", line.due),
        format!("{name}: {}", line.due),
    )
    .part(full(line));
    match &line.relief {
        Some(applied) => {
            let (pays, entry) = (applied.relief.pays.unwrap_or_default(), applied.entry);
            let title = &entry.source.title;
            let mut part = cited(
                Because::new(
                    &applied.parameter.key,
                    entry.status,
                    format!("Keringanan {title}: dibayar {pays} dari {} = {}", line.full, line.due),
                    format!("Relief of {title}: {pays} of {} is paid = {}", line.full, line.due),
                ),
                applied.parameter,
                entry,
            )
            .input("rule", entry.name.as_deref().unwrap_or_default());
            if let (Some(needed), None) = (applied.relief.settled_through, input.settled_through) {
                part = part.part(Because::new(
                    "contribution.relief.settled",
                    Status::Unconfirmed,
                    format!("Dianggap lunas sampai {needed}: tidak disebutkan lain"),
                    format!("Taken as paid up to {needed}: nothing else was said"),
                ));
            }
            because = because.part(part);
        }
        None => {
            for reason in no_relief(law, input, line.programme) {
                because = because.part(reason);
            }
        }
    }
    because
}

fn full(line: &Line<'_>) -> Because {
    let (id, en, status) = match line.tier {
        Some(tier) => (
            format!("Lapisan {}: dasar {} → {}", tier.band, tier.base, tier.amount),
            format!("Band {}: base {} → {}", tier.band, tier.base, tier.amount),
            tier.status,
        ),
        None => (
            format!("Tetap {} sebulan", line.full),
            format!("Flat {} a month", line.full),
            line.entry.status,
        ),
    };
    cited(Because::new(&line.parameter.key, status, id, en), line.parameter, line.entry)
}

/// Why a relief of that month does not help this member; several rules of one instrument that say
/// no for different reasons are told once.
fn no_relief(law: &Law, input: &PriceInput, programme: Programme) -> Vec<Because> {
    let case = Case {
        segment: Segment::Bpu,
        programme,
        month: input.month,
        sector: Some(input.sector),
        payer: input.payer,
        joined: input.joined,
        settled_through: input.settled_through,
    };
    let mut reasons: Vec<Because> = Vec::new();
    for (parameter, entry, relief) in reliefs(law) {
        let Verdict::Not(why) = relief.judge(&case) else { continue };
        if reasons.iter().any(|known| known.rule == parameter.key) {
            continue;
        }
        // A rule for another payer or member says nothing where a sister rule names the reason.
        let (id, en) = match why {
            WhyNot::Payer | WhyNot::Joined => continue,
            WhyNot::Sector => (
                format!("sektor {} tidak termasuk bulan ini", input.sector),
                format!("sector {} is not in it this month", input.sector),
            ),
            WhyNot::PayerExcluded => (
                format!("iuran yang dibayar {} dikecualikan", input.payer),
                format!("contributions paid by {} are excluded", input.payer),
            ),
            WhyNot::FirstMonths => (
                format!("{} bulan pertama dibayar penuh", relief.full_months_first),
                format!("the first {} months are paid in full", relief.full_months_first),
            ),
            WhyNot::NotSettled => (
                "iuran sebelumnya belum lunas".to_owned(),
                "earlier contributions were not paid".to_owned(),
            ),
        };
        let title = &entry.source.title;
        reasons.push(cited(
            Because::new(
                &parameter.key,
                entry.status,
                format!("Tanpa keringanan {title}: {id}"),
                format!("No relief of {title}: {en}"),
            ),
            parameter,
            entry,
        ));
    }
    reasons
}
