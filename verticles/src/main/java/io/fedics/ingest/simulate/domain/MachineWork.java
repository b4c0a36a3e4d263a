package io.fedics.ingest.simulate.domain;

import static io.fedics.ingest.simulate.domain.Schedule.Group.MACHINES;
import static io.fedics.ingest.simulate.domain.Schedule.Group.SELDOM;

import io.fedics.shared.event.FlowBuilder;

/** What each machine does by itself: names, time, monitoring, updates, telemetry. */
final class MachineWork {
  private final Plant plant;
  private final Schedule schedule;
  private final Dice dice;

  MachineWork(Plant plant, Schedule schedule, Dice dice) {
    this.plant = plant;
    this.schedule = schedule;
    this.dice = dice;
  }

  void add() {
    plant.all().forEach(this::addFor);
  }

  /** Also for a device that joins later. */
  void addFor(Device device) {
    synchronise(device);
    monitor(device);
    switch (device.kind()) {
      case RTU, PLC, PRINTER -> {}
      case OFFICE_PC -> {
        resolve(device);
        signIn(device);
        update(device);
        telemetry(device);
      }
      default -> {
        resolve(device);
        update(device);
        logLines(device);
      }
    }
  }

  private void synchronise(Device device) {
    double period = dice.pick(64, 128, 256, 512, 1_024);
    if (device.kind() == DeviceKind.DIRECTORY) {
      return;
    }
    Route route = Route.of(device, plant.serverFor(DeviceKind.DIRECTORY, device), 123, "ntp");
    schedule.add(
        MACHINES,
        Timing.every(period, 0.01),
        1,
        (at, dice, wire) ->
            wire.send(Conversation.udp(at, dice, route, dice.size(1_200, 0.5), 48, 48)));
  }

  /** Pings and polls every device: looks like a sweep, but goes on for ever. */
  private void monitor(Device device) {
    Device monitoring = plant.first(DeviceKind.MONITORING);
    if (device.equals(monitoring)) {
      return;
    }
    Route ping = Route.of(monitoring, device, 0, "icmp");
    schedule.add(
        MACHINES,
        Timing.every(60, 0.01),
        1,
        (at, dice, wire) -> wire.send(Conversation.ping(at, dice, ping, 3, !dice.chance(0.0005))));
    Route counters = Route.of(monitoring, device, 161, "snmp");
    schedule.add(
        MACHINES,
        Timing.every(120, 0.01),
        1,
        (at, dice, wire) -> wire.send(
            Conversation.udp(at, dice, counters, dice.size(5_000, 0.5), 340, dice.size(900, 0.1))));
    if (device.kind().serves(443)) {
      Route page = Route.of(monitoring, device, 443, "ssl");
      schedule.add(
          MACHINES,
          Timing.every(60, 0.01),
          1,
          (at, dice, wire) -> wire.send(Conversation.tcp(
              at, dice, page, dice.size(40_000, 0.5), 620, dice.size(4_200, 0.1))));
    }
  }

  private void resolve(Device device) {
    if (device.kind() == DeviceKind.DIRECTORY) {
      return;
    }
    Route route = Route.of(device, plant.serverFor(DeviceKind.DIRECTORY, device), 53, "dns");
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(90),
        1,
        (at, dice, wire) -> wire.send(dns(at, dice, route)));
  }

  static FlowBuilder dns(long at, Dice dice, Route route) {
    long in = dice.chance(0.003) ? 0 : dice.size(140, 0.6);
    return Conversation.udp(at, dice, route, dice.size(4_000, 1), dice.between(30, 60), in);
  }

  /** Tickets and directory look-ups in the name of whoever sits there. */
  private void signIn(Device device) {
    Device server = plant.serverFor(DeviceKind.DIRECTORY, device);
    Route kerberos = Route.of(device, server, 88, "kerberos");
    String account = plant.accountOf(device);
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(1_800),
        1,
        (at, dice, wire) -> wire.send(ticket(at, dice, kerberos, account)));
    Route ldap = Route.of(device, server, 389, "ldap");
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(900),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at, dice, ldap, dice.size(60_000, 0.8), dice.size(900, 0.4), dice.size(3_000, 0.8))));
  }

  static FlowBuilder ticket(long at, Dice dice, Route kerberos, String account) {
    long out = dice.size(1_700, 0.1);
    return Conversation.tcp(at, dice, kerberos, dice.size(9_000, 0.5), out, dice.size(1_800, 0.1))
        .account(account);
  }

  /** Asks each hour; three days in ten there is something to load. */
  private void update(Device device) {
    Device server = plant.first(DeviceKind.PATCH_SERVER);
    if (device.equals(server)) {
      return;
    }
    Route route = Route.of(device, server, 8_530, "http");
    schedule.add(
        MACHINES,
        Timing.every(3_600, 0.1),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at,
            dice,
            route,
            dice.size(300_000, 0.6),
            dice.size(2_500, 0.3),
            dice.size(12_000, 0.6))));
    schedule.add(SELDOM, Timing.daily(11.5, 100), 0.3, (at, dice, wire) -> {
      if (dice.chance(0.3)) {
        wire.send(Conversation.tcp(
            at, dice, route, dice.size(40e6, 0.7), dice.size(60_000, 0.5), dice.size(60e6, 1)));
      }
    });
  }

  /** A benign beacon: the same vendor's server, with the vendor's own pace and jitter. */
  private void telemetry(Device device) {
    Route route = Route.of(device, dice.pick(plant.internet.telemetry), 443, "ssl");
    double period = dice.pick(300, 600, 900, 1_800, 3_600);
    double jitter = dice.pick(1, 5, 20) / 100.0;
    schedule.add(
        MACHINES,
        Timing.every(period, jitter),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at,
            dice,
            route,
            dice.size(180_000, 0.6),
            dice.size(1_600, 0.5),
            dice.size(4_800, 0.3))));
  }

  private void logLines(Device device) {
    Route route = Route.of(device, plant.first(DeviceKind.MONITORING), 514, "syslog");
    schedule.add(
        MACHINES,
        Timing.onAverageEvery(45),
        1,
        (at, dice, wire) -> wire.send(
            Conversation.udp(at, dice, route, dice.size(2_000, 1), dice.size(260, 0.5), 0)));
  }
}
