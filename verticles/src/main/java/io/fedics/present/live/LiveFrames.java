package io.fedics.present.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fedics.present.federation.FederationControl;
import io.fedics.present.history.IncidentReadStore;
import io.fedics.present.history.StatsStore;
import io.fedics.present.http.Position;
import io.fedics.present.live.View.Address;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.codec.Rfc3339;
import io.fedics.shared.event.AlertEvent;
import io.fedics.shared.event.AlertRaised;
import io.fedics.shared.event.AlertUpdated;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.DataEvent;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlEvent;
import io.fedics.shared.event.HostsScored;
import io.fedics.shared.event.IncidentStatusChanged;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Turns passing events into frames for browsers and messages for WebSockets: rows every {@value #TURN_MILLIS} ms,
 * numbers once a second, and only what somebody looks at. One context only.
 */
public final class LiveFrames {
  public static final long TURN_MILLIS = 250;
  /** Two a turn are eight a second: below the promised ten. */
  private static final int FRAMES_PER_TURN = 2;

  private static final int TURNS_PER_SECOND = 4;
  private static final int MOST_INCIDENTS = 50;
  /** A row handed out now is surely stored and its transaction finished this many seconds later. */
  private static final int RESUME_SECONDS = 3;

  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  private final Vertx vertx;
  private final Clock clock;
  private final Audience audience;
  private final EventSockets sockets;
  private final IncidentReadStore incidents;
  private final LiveStore store;
  private final StageRates rates;
  private final FederationControl federation;
  private final EventCodec codec = new EventCodec();
  private final Map<Address, FrameBuffer> buffers = new HashMap<>();
  private final Map<View, FrameSchedule<Address>> schedules = new EnumMap<>(View.class);
  private final Map<String, SiteNumbers> numbers = new HashMap<>();
  private final FlowRates flows = new FlowRates();
  private final Set<UUID> changed = new LinkedHashSet<>();
  private final Deque<Position> resume = new ArrayDeque<>();
  /** Those of the database; a browser may name others, which get no numbers. */
  private Set<String> sites = Set.of();

  private Optional<Map<String, Map<String, Long>>> open = Optional.empty();
  private Optional<JsonObject> training = Optional.empty();
  private boolean openIsOld = true;
  private boolean asking;
  private boolean askingNumbers;
  private int turns;

  public LiveFrames(
      Vertx vertx,
      Clock clock,
      Audience audience,
      EventSockets sockets,
      IncidentReadStore incidents,
      LiveStore store,
      StageRates rates,
      FederationControl federation) {
    this.vertx = vertx;
    this.clock = clock;
    this.audience = audience;
    this.sockets = sockets;
    this.incidents = incidents;
    this.store = store;
    this.rates = rates;
    this.federation = federation;
    for (View view : View.values()) {
      schedules.put(view, new FrameSchedule<>(FRAMES_PER_TURN));
    }
  }

  public void onEvent(Event event) {
    switch (event) {
      case AnomalyDetected finding
      when finding.anomaly() -> {
        numbersOf(finding.site()).onAnomaly(finding);
        row("anomaly", finding);
      }
      case AttackClassified verdict -> {
        numbersOf(verdict.site()).onVerdict(verdict, clock.millis());
        row("classification", verdict);
      }
      case HostsScored scored -> numbersOf(scored.site()).onScored(scored, clock.millis());
      case AlertEvent alert -> alert(alert);
      case FlEvent told -> federated(told.eventId().toString(), json(told));
      default -> {}
    }
  }

  private SiteNumbers numbersOf(String site) {
    return numbers.computeIfAbsent(site, _ -> new SiteNumbers());
  }

  private void row(String kind, DataEvent event) {
    boolean looked = audience.looksAt(View.LIVE, event.site());
    if (!looked && sockets.isEmpty()) {
      return;
    }
    JsonObject record = json(event);
    sockets.send(kind, record);
    if (looked) {
      JsonObject row = record.copy().put("kind", kind);
      if (!resume.isEmpty()) {
        row.put("position", resume.getFirst().toString());
      }
      add(new Address(View.LIVE, event.site()), event.eventId().toString(), row);
    }
  }

  private void alert(AlertEvent alert) {
    openIsOld = true;
    if (!sockets.isEmpty()) {
      sockets.send("alert", json(alert));
    }
    changed(incidentOf(alert));
  }

  private static UUID incidentOf(AlertEvent alert) {
    return switch (alert) {
      case AlertRaised raised -> raised.incident().id();
      case AlertUpdated updated -> updated.incident().id();
      case IncidentStatusChanged status -> status.incidentId();
    };
  }

  /** The row is read when its frame is due, so it has what people made of it too. */
  public void changed(UUID incident) {
    openIsOld = true;
    changed.add(incident);
  }

  private void federated(String key, JsonObject row) {
    if (audience.looksAt(View.FEDERATED, FlEvent.SITE)) {
      add(new Address(View.FEDERATED, FlEvent.SITE), key, row);
    }
  }

  /** How far an uploaded file is. */
  public void uploaded(JsonObject batch) {
    String site = batch.getString("site");
    if (audience.looksAt(View.UPLOADS, site)) {
      JsonObject row = batch.copy();
      row.remove("errors"); // a hundred of them are no row of a frame; people get them by REST
      add(new Address(View.UPLOADS, site), batch.getString("id"), row);
    }
  }

  private JsonObject json(Event event) {
    return new JsonObject(new String(codec.encode(event), UTF_8));
  }

  private void add(Address address, String key, JsonObject row) {
    buffers
        .computeIfAbsent(
            address, _ -> new FrameBuffer(address.site(), newEpoch(), address.view() != View.LIVE))
        .add(key, row);
    due(address);
  }

  /** Of each buffer its own: one that was dropped counts from 1 again. */
  private static String newEpoch() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  private void due(Address address) {
    schedules.getOrDefault(address.view(), new FrameSchedule<>(0)).due(address);
  }

  /** Call every {@value #TURN_MILLIS} ms. */
  public void turn() {
    sockets.turn();
    turns++;
    if (turns % TURNS_PER_SECOND == 0) {
      second();
    }
    readChanged();
    String at = Rfc3339.format(clock.instant());
    schedules.values().forEach(schedule -> schedule.turn().forEach(address -> send(address, at)));
  }

  private void send(Address address, String at) {
    FrameBuffer buffer = buffers.get(address);
    if (buffer == null) {
      return;
    }
    buffer.take(at).ifPresent(frame -> vertx.eventBus().publish(address.toString(), frame, LOCAL));
    if (!buffer.isEmpty()) {
      due(address);
    }
  }

  private void readChanged() {
    if (changed.isEmpty() || asking) {
      return;
    }
    boolean looked =
        audience.addresses().stream().anyMatch(address -> address.view() == View.INCIDENTS);
    if (!looked) {
      changed.clear();
      return;
    }
    Set<UUID> ids = new LinkedHashSet<>(changed.stream().limit(MOST_INCIDENTS).toList());
    asking = true;
    incidents.byIds(ids).onComplete(read -> {
      asking = false;
      if (read.succeeded()) {
        changed.removeAll(ids);
        read.result().forEach(this::addIncident);
      }
    });
  }

  private void addIncident(JsonObject incident) {
    String site = incident.getString("site");
    if (audience.looksAt(View.INCIDENTS, site)) {
      add(new Address(View.INCIDENTS, site), incident.getString("id"), incident);
    }
  }

  private void second() {
    numbers.values().forEach(of -> of.tick(clock.millis()));
    numbers.values().removeIf(of -> of.isQuiet(clock.millis()));
    Set<Address> looked = audience.addresses();
    buffers.keySet().retainAll(looked);
    schedules.values().forEach(schedule -> schedule.retain(looked));
    if (audience.size() == 0 && sockets.isEmpty()) {
      flows.forget();
      resume.clear();
      return;
    }
    askDatabase();
    readTraining();
    looked.stream()
        .filter(address -> address.view() == View.OVERVIEW && isKnown(address.site()))
        .forEach(address -> add(address, "numbers", numbersJson(address.site())));
    if (!sockets.isEmpty()) {
      numbers.keySet().forEach(site -> sockets.send("stats", numbersJson(site).put("site", site)));
    }
  }

  private boolean isKnown(String site) {
    return sites.contains(site) || numbers.containsKey(site);
  }

  /** What nobody is told as an event: that somebody answered, and who is waited for. */
  private void readTraining() {
    Optional<JsonObject> now =
        audience.looksAt(View.FEDERATED, FlEvent.SITE) ? federation.state() : Optional.empty();
    if (!now.equals(training)) {
      training = now;
      now.ifPresent(state -> federated("training", new JsonObject().put("training", state)));
    }
  }

  /** Numbers of the database come a second later; without it they are missing. One question of each kind at a time. */
  private void askDatabase() {
    if (askingNumbers) {
      return;
    }
    askingNumbers = true;
    boolean counts = openIsOld || turns % (TURNS_PER_SECOND * 10) == 0;
    Future.join(askTotals(), askResumePoint(), counts ? askOpen() : Future.succeededFuture())
        .onComplete(_ -> askingNumbers = false);
  }

  private Future<?> askTotals() {
    return store
        .flowTotals()
        .onSuccess(totals -> {
          sites = Set.copyOf(totals.keySet());
          flows.add(clock.millis(), totals);
        })
        .onFailure(_ -> flows.forget());
  }

  private Future<?> askResumePoint() {
    return store.resumePoint().onSuccess(position -> {
      resume.addLast(position);
      if (resume.size() > RESUME_SECONDS) {
        resume.removeFirst();
      }
    });
  }

  private Future<?> askOpen() {
    openIsOld = false; // what changes from now on is asked for again
    return incidents
        .openCounts()
        .onSuccess(counts -> open = Optional.of(counts))
        .onFailure(_ -> openIsOld = true);
  }

  private JsonObject numbersJson(String site) {
    JsonObject json =
        Optional.ofNullable(numbers.get(site)).orElseGet(SiteNumbers::new).json();
    flows.of(site).ifPresent(rate -> json.put("flows_per_second", rate));
    flows
        .since(site)
        .ifPresent(began -> json.put("flows_since", Rfc3339.format(Instant.ofEpochMilli(began))));
    open.ifPresent(
        counts -> json.put("open", StatsStore.levels(counts.getOrDefault(site, Map.of()))));
    return json.put("lag", rates.lag());
  }
}
