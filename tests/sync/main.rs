//! What phones send is kept once, judged once, and never lost; the headings follow ODK's offline tests.

mod devices;
mod evening;
mod forms;
mod ground;
mod judging;
mod order;
mod photos;
mod pulling;
mod replays;
mod simulation;
