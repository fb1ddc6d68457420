//! What the rules answer to a case's question, as figures by name.

use super::{Figure, Figures, question::*};
use crate::{
    Law, LawError,
    benefit::{DeathInput, Loss, ScholarshipCause, credit_return},
    calculator::{nik_answer, parse_months},
    contribution::PriceInput,
    cover::{self, PaidMonth},
    wage_earner::{Industry, RiskGroup, WageInput},
};
use terms::{Date, Month, Programme, Programmes, Rate, Rupiah, Segment};

type Answer = Result<Figures, LawError>;

fn figures<const N: usize>(named: [(&str, Figure); N]) -> Figures {
    named.into_iter().map(|(name, figure)| (name.to_owned(), figure)).collect()
}

fn amount(amount: Rupiah) -> Figures {
    figures([("amount", amount.into())])
}

fn percent(text: &str) -> Result<Rate, LawError> {
    Rate::parse_percent(text).ok_or_else(|| LawError::NotDue {
        rule: "percent".into(),
        id: format!("“{text}” bukan persen"),
        en: format!("“{text}” is not a percentage"),
    })
}

impl Question {
    /// Computes the answer by a law.
    pub fn answer(&self, law: &Law) -> Answer {
        match self {
            Self::Price(case) => price(law, case),
            Self::Funded(case) => funded(law, case),
            Self::PricePu(case) => price_pu(law, case),
            Self::Recomposition(case) => recomposition(law, case),
            Self::Penalty(case) => law
                .penalty(case.segment, case.month, case.due, case.months_late)
                .map(|found| amount(*found.amount())),
            Self::WageBase(case) => {
                law.wage_base_of_daily(case.daily, case.month).map(|found| amount(*found.amount()))
            }
            Self::Due(case) => law
                .due_on(case.segment, case.month, &case.holidays)
                .map(|found| figures([("on", found.amount().into())])),
            Self::Cover(case) => cover_states(law, case),
            Self::BenefitJkm(case) => death(law, case),
            Self::BenefitJkk(case) => injury(law, case),
            Self::Stmb(case) => law
                .temporary_incapacity(case.happened, case.base, case.time)
                .map(|found| amount(*found.amount())),
            Self::Transport(case) => law
                .transport_cost(case.happened, &case.receipts)
                .map(|found| amount(*found.amount())),
            Self::HomeCare(case) => law
                .home_care(case.happened, case.months, case.cost)
                .map(|found| amount(*found.amount())),
            Self::Scholarship(case) => scholarship(law, case),
            Self::JhtReturn(case) => savings_return(law, case),
            Self::JhtPart(case) => law
                .savings_part(case.on, case.balance, case.years, case.reason)
                .map(|found| amount(*found.amount())),
            Self::AgentFee(case) => agent(law, case),
            Self::Nik(case) => nik(case),
        }
    }
}

impl PriceCase {
    /// The inputs as the rules take them; the month is one of [`PriceCase::months`].
    #[must_use]
    pub fn input(&self, month: Month) -> PriceInput {
        PriceInput {
            joined: self.joined,
            settled_through: self.settled_through,
            ..PriceInput::new(month, self.income, self.sector, self.payer, self.programmes)
        }
    }
}

impl CoverCase {
    /// What was paid, as the clock takes it.
    #[must_use]
    pub fn payments(&self) -> Vec<PaidMonth> {
        let day = |paid: &PaidCase| paid.paid_on.unwrap_or(paid.month.first_day());
        self.paid.iter().map(|paid| PaidMonth { month: paid.month, paid_on: day(paid) }).collect()
    }
}

fn price(law: &Law, case: &PriceCase) -> Answer {
    let months = parse_months(&case.months)?;
    let first = months.first().copied().ok_or(LawError::NoMonths)?;
    let price = law.price_months(&months, &case.input(first))?.into_parts().0;
    let total = price.total.times(case.workers)?;
    let mut found = figures([("total", total.into())]);
    for programme in [Programme::Jkk, Programme::Jkm, Programme::Jht] {
        let of_months = price.months.iter().flat_map(|month| month.programmes());
        let amounts = of_months.filter(|(p, _)| *p == programme).map(|(_, amount)| amount);
        let sum = Rupiah::sum(amounts)?.times(case.workers)?;
        found.insert(programme.word().into(), sum.into());
    }
    if let Some(paid) = case.paid {
        found.insert("credit".into(), paid.minus(total)?.into());
    }
    Ok(found)
}

fn funded(law: &Law, case: &FundedCase) -> Answer {
    let months = parse_months(&case.months)?;
    let first = months.first().copied().ok_or(LawError::NoMonths)?;
    let input = PriceInput::new(first, case.income, case.sector, case.payer, case.programmes);
    let each = law.price_months(&months, &input)?.into_parts().0.total;
    let workers = case.money.get().checked_div(each.get()).unwrap_or(0);
    Ok(figures([("each", each.into()), ("workers", workers.into())]))
}

fn price_pu(law: &Law, case: &WageCase) -> Answer {
    let input = WageInput {
        month: case.month,
        wage: case.wage,
        risk: RiskGroup::from_number(case.risk)?,
        industry: if case.labour_intensive {
            Industry::LabourIntensive
        } else {
            Industry::Ordinary
        },
        programmes: case.programmes,
    };
    let price = law.price_wage_earner(&input)?.into_parts().0;
    let mut found = figures([
        ("total", price.total.times(case.workers)?.into()),
        ("employer", price.shares.employer.times(case.workers)?.into()),
        ("worker", price.shares.worker.times(case.workers)?.into()),
    ]);
    for (programme, shares) in price.programmes {
        found.insert(format!("{programme}_employer"), shares.employer.times(case.workers)?.into());
        found.insert(format!("{programme}_worker"), shares.worker.times(case.workers)?.into());
    }
    Ok(found)
}

fn recomposition(law: &Law, case: &RecompositionCase) -> Answer {
    let input = WageInput {
        month: case.month,
        wage: case.wage,
        risk: RiskGroup::from_number(case.risk)?,
        industry: Industry::Ordinary,
        programmes: Programmes::BASE,
    };
    let found = law.recomposition(&input)?.into_parts().0;
    Ok(figures([
        ("jkk_bill", found.jkk_bill.into()),
        ("jkk_net", found.jkk_net.into()),
        ("from_jkk", found.jkp_from_jkk.into()),
        ("from_jkm", found.jkp_from_jkm.into()),
        ("government", found.jkp_from_government.into()),
    ]))
}

fn cover_states(law: &Law, case: &CoverCase) -> Answer {
    let paid = case.payments();
    let mut found = Figures::new();
    for day in &case.as_of {
        let mut parameters = law.cover_parameters(*day)?;
        if let Some(months) = case.grace_months {
            parameters.grace_months = months;
        }
        let cover = cover::cover(&paid, &[], &parameters, *day);
        found.insert(day.to_string(), Figure::Text(format!("{} {}", cover.state, cover.spell)));
    }
    Ok(found)
}

fn death(law: &Law, case: &DeathCase) -> Answer {
    let input = DeathInput {
        died: case.died,
        segment: Segment::Bpu,
        months_in_a_row: case.months_in_a_row,
        months_in_all: case.months_in_all,
        children: case.children,
    };
    let found = law.death_benefit(&input)?.into_parts().0;
    Ok(figures([
        ("total", found.total.times(case.people)?.into()),
        ("scholarship_most", found.scholarship_most.times(case.people)?.into()),
    ]))
}

fn injury(law: &Law, case: &InjuryCase) -> Answer {
    let grant = match case.outcome {
        Outcome::Death => law.injury_death(case.happened, case.base)?.into_parts().0,
        Outcome::TotalDisability => law.total_disability(case.happened, case.base)?.into_parts().0,
        Outcome::Partial => return partial(law, case),
    };
    Ok(figures([
        ("total", grant.total.into()),
        ("grant", grant.grant.into()),
        ("periodic", grant.periodic_grant.into()),
        ("funeral", grant.funeral_grant.into()),
    ]))
}

fn partial(law: &Law, case: &InjuryCase) -> Answer {
    let part = case.part.as_deref().unwrap_or_default();
    let loss = match (case.decibels, &case.lost) {
        (Some(decibels), _) => Loss::Hearing { part, decibels },
        (None, Some(lost)) => Loss::Functional { part, lost: percent(lost)? },
        (None, None) => Loss::Anatomical { part },
    };
    let found = law.partial_disability(case.happened, case.base, loss)?.into_parts().0;
    Ok(figures([("total", found.grant.into()), ("percent_ppm", found.percent_ppm.into())]))
}

fn scholarship(law: &Law, case: &ScholarshipCase) -> Answer {
    let cause = match case.cause.as_str() {
        "injury" => ScholarshipCause::Injury,
        _ => ScholarshipCause::Death { months_in_all: case.months_in_all },
    };
    law.scholarship_most(case.on, case.children, cause).map(|found| amount(*found.amount()))
}

fn savings_return(law: &Law, case: &ReturnCase) -> Answer {
    let rate = match (&case.percent, case.year) {
        (Some(text), _) => percent(text)?,
        (None, year) => *law.savings_return_rate(year.unwrap_or(Date::MIN.year()))?.amount(),
    };
    let found = credit_return(case.balance, rate)?;
    Ok(figures([
        ("credited", found.credited.into()),
        ("balance", case.balance.plus(found.credited)?.into()),
        ("remainder_millionths", found.remainder_millionths.into()),
    ]))
}

fn agent(law: &Law, case: &AgentCase) -> Answer {
    let fee = law.agent_fee(case.month, case.contributions, case.new_members)?.into_parts().0;
    Ok(figures([
        ("of_contributions", fee.of_contributions.into()),
        ("bonus", fee.bonus.into()),
        ("total", fee.total.into()),
        ("agent", fee.agent.into()),
        ("office", fee.office.into()),
    ]))
}

fn nik(case: &NikCase) -> Answer {
    let found = nik_answer(&case.text, |_| case.area_known)?;
    Ok(figures([
        ("area", (&found.area).into()),
        ("day", i64::from(found.day).into()),
        ("month", i64::from(found.month).into()),
        ("year2", i64::from(found.year2).into()),
        ("sex", (&found.sex.word()).into()),
        ("warnings", (&found.warnings.join(",")).into()),
    ]))
}
