//! The events of a season with their funnel, as a sheet.

use super::views::place;
use crate::{
    door::{Named, Reader},
    problem::{Lang, Problem},
};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use outreach::campaign::{
    funnel::{By, funnel},
    plan::{EventQuery, Sheet, plans},
    season,
};
use sheets::csv_field;
use std::collections::HashMap;
use uuid::Uuid;

/// `GET /api/v1/seasons/{id}/events.csv`.
pub(super) async fn events(
    reader: Reader,
    lang: Lang,
    Named(id): Named<Uuid>,
) -> Result<Response, Problem> {
    let office = &reader.office;
    let mut tx = office.db.read().await?;
    season::season(&mut tx, office, id).await?;
    let mut all: Vec<Sheet> = Vec::new();
    loop {
        let after = all.last().map(|it| (it.plan.sort_on, it.plan.id));
        let query = EventQuery { season: Some(id), after, limit: 500, ..EventQuery::default() };
        let page = plans(&mut tx, office, &query).await?;
        let is_last = page.len() < 500;
        all.extend(page);
        if is_last {
            break;
        }
    }
    let found = funnel(&mut tx, office, vec![id], By::Event).await?;
    let lines: HashMap<String, _> =
        found.lines.into_iter().map(|line| (line.key.clone(), line)).collect();
    let head = lang.of(
        "kode_wilayah,wilayah,nama,tanggal,antara,tempat,saluran,kegiatan,mitra_hadir,keadaan,orang,calon,mendaftar,bayar,bertahan_30,dari_30,bertahan_90,dari_90,biaya,tidak_dicatat",
        "area_code,area,name,day,between,venue,channel,activities,partners_present,state,people,leads,enrolled,paid,paid_30,of_30,paid_90,of_90,cost,not_recorded",
    );
    let mut text = format!("\u{feff}{head}\r\n");
    for sheet in &all {
        let plan = &sheet.plan;
        let between = plan.from.zip(plan.to).map(|(from, to)| format!("{from}/{to}"));
        let present = sheet.partners.iter().filter(|it| it.present == Some(1));
        let mut cells = vec![
            plan.area.clone(),
            place(&plan.area),
            plan.name.clone(),
            plan.on.map(|on| on.to_string()).unwrap_or_default(),
            between.unwrap_or_default(),
            plan.venue.clone(),
            plan.channel.clone(),
            sheet.activities.join(" "),
            present.map(|it| it.role.as_str()).collect::<Vec<_>>().join(" "),
            plan.state.clone(),
        ];
        let line = lines.get(&plan.id.to_string());
        let stages = line.map(|line| line.stages.clone()).unwrap_or_default();
        let count = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        cells.extend(
            [
                stages.people,
                stages.leads,
                stages.enrolled,
                stages.paid,
                stages.paid_30,
                stages.of_30,
                stages.paid_90,
                stages.of_90,
                stages.cost,
            ]
            .map(count),
        );
        cells.push(line.map(|line| line.flags.join(" ")).unwrap_or_default());
        let cells: Vec<String> = cells.iter().map(|cell| csv_field(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"kegiatan.csv\""),
        ),
    ];
    Ok((headers, text).into_response())
}
