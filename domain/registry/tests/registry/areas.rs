//! Areas in the database: loaded once, found by name.

use crate::world::{World, area};
use db::Promise;
use registry::{AreaQuery, Gazetteer, load_areas, load_gazetteer, search_areas};
use terms::AreaLevel;

#[tokio::test]
async fn every_statement_prepares_with_the_parameters_it_promises() {
    let world = World::empty("promises").await;
    let mut tx = world.read().await;
    for statement in registry::statements() {
        let statement: &'static dyn Promise = statement;
        let (n, columns) = tx.prepare(statement).await.unwrap();
        assert_eq!(n, statement.binds().len(), "{}", statement.name());
        let answers = statement.answers().len();
        assert!(answers == 0 || answers == columns.len(), "{}", statement.name());
    }
}

#[tokio::test]
async fn loading_twice_adds_nothing_and_memory_agrees_with_the_database() {
    let world = World::empty("areas-load").await;
    let mut tx = world.write().await;
    assert_eq!(load_areas(&mut tx).await.unwrap(), 91_599);
    assert_eq!(load_areas(&mut tx).await.unwrap(), 0);
    registry::load_reference(&mut tx).await.unwrap();
    registry::load_reference(&mut tx).await.unwrap();
    let loaded = load_gazetteer(&mut tx).await.unwrap();
    let embedded = Gazetteer::embedded();
    assert!(loaded.within(None).eq(embedded.within(None)));
    assert_eq!(loaded.alias("Serang Raya"), embedded.alias("Serang Raya"));
}

#[tokio::test]
async fn a_name_is_found_with_what_it_lies_in() {
    let world = World::new("areas-search").await;
    let mut tx = world.read().await;
    let query = |text: &str| AreaQuery { text: text.into(), limit: 20, ..Default::default() };
    let mut codes = async |query: AreaQuery| -> Vec<String> {
        let hits = search_areas(&mut tx, &query).await.unwrap();
        hits.iter().map(|hit| hit.code.to_string()).collect()
    };
    assert_eq!(codes(query("Serang Raya")).await, ["36.04", "36.73"]);
    assert_eq!(
        codes(AreaQuery { level: Some(AreaLevel::Regency), ..query("kota serang") }).await,
        ["36.73"]
    );
    assert_eq!(codes(query("banyumas")).await[0], "33.02");
    assert_eq!(codes(query("sulteng")).await[0], "72");
    assert_eq!(codes(query("3310162012")).await, ["33.10.16.2012"]);
    let gatak = AreaQuery {
        within: Some(area("33.10")),
        level: Some(AreaLevel::Village),
        ..query("GATAK")
    };
    assert_eq!(codes(gatak.clone()).await[..2], ["33.10.16.2012", "33.10.22.2002"]);
    let second = AreaQuery { limit: 1, offset: 1, ..gatak };
    assert_eq!(codes(second.clone()).await, ["33.10.22.2002"]);
    assert!(codes(query("'; drop table area; --")).await.is_empty());
    let hit = search_areas(&mut tx, &second).await.unwrap().remove(0);
    assert_eq!(
        [hit.district.as_deref(), hit.regency.as_deref(), hit.province.as_deref()],
        [Some("Ngawen"), Some("Kabupaten Klaten"), Some("Jawa Tengah")]
    );
}
