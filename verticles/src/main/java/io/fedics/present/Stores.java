package io.fedics.present;

import io.fedics.present.audit.AuditTrail;
import io.fedics.present.audit.AuditedStore;
import io.fedics.present.federation.FederationReadStore;
import io.fedics.present.history.DatabaseClock;
import io.fedics.present.history.EventStore;
import io.fedics.present.history.EvidenceStore;
import io.fedics.present.history.HistoryStore;
import io.fedics.present.history.HostStore;
import io.fedics.present.history.IncidentReadStore;
import io.fedics.present.history.LagHistory;
import io.fedics.present.history.SeriesStore;
import io.fedics.present.history.SiteReadStore;
import io.fedics.present.history.StatsStore;
import io.fedics.present.history.VerdictHashStore;
import io.fedics.present.history.VerdictStore;
import io.fedics.present.scoring.ScoredReadStore;
import io.fedics.present.scoring.TestAlertStore;
import io.fedics.present.scoring.UploadStore;
import io.vertx.core.Vertx;
import java.time.Clock;

/** Everything that asks the database. */
record Stores(
    EventStore events,
    IncidentReadStore incidents,
    EvidenceStore evidence,
    VerdictStore verdicts,
    AuditedStore audited,
    CommandStore commands,
    SiteReadStore sites,
    StatsStore stats,
    SeriesStore series,
    HostStore hosts,
    VerdictHashStore hashes,
    DatabaseClock databaseClock,
    FederationReadStore federation,
    ScoredReadStore scored,
    UploadStore uploads,
    TestAlertStore testAlerts) {

  static Stores of(
      Vertx vertx, HistoryStore history, AuditTrail trail, LagHistory lag, Clock clock) {
    var audited = new AuditedStore(history, trail);
    var events = new EventStore(history);
    var incidents = new IncidentReadStore(history);
    var sites = new SiteReadStore(history, clock);
    return new Stores(
        events,
        incidents,
        new EvidenceStore(history, events),
        new VerdictStore(history),
        audited,
        new CommandStore(audited, clock),
        sites,
        new StatsStore(history, sites, incidents),
        new SeriesStore(history, sites, lag),
        new HostStore(history),
        new VerdictHashStore(vertx, history, clock),
        new DatabaseClock(history, clock),
        new FederationReadStore(history),
        new ScoredReadStore(history, sites),
        new UploadStore(history),
        new TestAlertStore(history));
  }
}
