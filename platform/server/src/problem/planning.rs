//! What the planner refuses, as problems.

use super::{FieldProblem, Problem};
use planning::PlanRefusal;

impl From<PlanRefusal> for Problem {
    fn from(refusal: PlanRefusal) -> Self {
        use PlanRefusal as R;
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        let (code, field) = (refusal.code(), refusal.field());
        let said = |kind| match field {
            Some(field) => Self::new(kind, code, id, en).field(field),
            None => Self::new(kind, code, id, en),
        };
        match refusal {
            R::NoPlan => said("not-found"),
            R::Stale(n) => said("conflict").naming("version", n),
            R::PinsCannotFit(all) => {
                let pin = |it: planning::Said| FieldProblem {
                    field: "pins".into(),
                    code: code.into(),
                    id: it.id,
                    en: it.en,
                };
                all.into_iter().map(pin).fold(said("conflict"), Self::error)
            }
            R::NotInForce(area) => said("invalid-fields").naming("area", area.to_string()),
            R::Field { .. }
            | R::Team { .. }
            | R::Outside(_)
            | R::NotAWorkingDay { .. }
            | R::NoSuchTeam(_)
            | R::NoVisit(_)
            | R::NoVillages
            | R::TooManyVillages(_) => said("invalid-fields"),
            R::Forbidden(error) => error.into(),
            R::Coverage(error) => error.into(),
            R::Db(error) => error.into(),
        }
    }
}
