//! What the departments refuse of targets, badges and agents, as problems.

use super::Problem;
use insight::{CoverageRefusal, goal::TargetRefusal};

impl From<TargetRefusal> for Problem {
    fn from(refusal: TargetRefusal) -> Self {
        use TargetRefusal as R;
        let (id, en) = (refusal.indonesian(), refusal.to_string());
        let code = refusal.code().unwrap_or("TARGET");
        let said = |kind| Self::new(kind, code, id, en);
        match refusal {
            R::NoTarget => said("not-found"),
            R::Text(field, _) | R::Number(field) | R::Word(field, _) => {
                said("invalid-fields").field(field)
            }
            R::OneValue | R::OverEverybody { .. } => said("invalid-fields").field("percent"),
            R::Backwards => said("invalid-fields").field("until_on"),
            R::NoBase(_) | R::BaseOfOthers(_) => said("invalid-fields").field("of"),
            R::AreaEnded { code, .. } => said("invalid-fields").field("area").naming("ended", code),
            R::State(state) => said("conflict").naming("state", state),
            R::Reason => said("invalid-fields").field("reason"),
            R::Village => said("invalid-fields").field("village"),
            R::NotEarned { .. } | R::HasBadge(_) | R::LawSays(_) => said("conflict"),
            R::Coverage(CoverageRefusal::Law(error)) => error.into(),
            R::Coverage(CoverageRefusal::Db(error)) => error.into(),
            // Here the mix stands in a body, not in an address.
            R::Coverage(error) => {
                let (id, en) = (error.indonesian(), error.to_string());
                Self::new("invalid-fields", error.code(), id, en).field("group")
            }
            R::Place(fault) => fault.into(),
            R::Group(fault) => fault.into(),
            R::Law(error) => error.into(),
            R::Forbidden(error) => error.into(),
            R::Db(error) => error.into(),
        }
    }
}
