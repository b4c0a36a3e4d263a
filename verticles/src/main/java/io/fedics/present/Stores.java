package io.fedics.present;

import io.fedics.present.audit.AuditTrail;
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
        new FederationReadStore(history),
        new ScoredReadStore(history, sites),
        new UploadStore(history),
        new TestAlertStore(history));
  }
}
