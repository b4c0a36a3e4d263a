package io.fedics.ingest.simulate.domain;

import static io.fedics.ingest.simulate.domain.Schedule.Group.PEOPLE;
import static io.fedics.ingest.simulate.domain.Schedule.Group.SELDOM;

import io.fedics.shared.event.FlowBuilder;
import java.util.List;

/** What people do at their machines: the web, files, mail, print-outs, logins, remote sessions, typing errors. */
final class PeopleWork {
  /** Mean number of connections of one web page, and the most. */
  private static final int PAGE = 8;

  private static final int LARGEST_PAGE = 40;

  private final Plant plant;
  private final Internet internet;
  private final Schedule schedule;

  PeopleWork(Plant plant, Schedule schedule) {
    this.plant = plant;
    this.internet = plant.internet;
    this.schedule = schedule;
  }

  void add() {
    plant.all(DeviceKind.OFFICE_PC).forEach(this::addFor);
    for (Device engineer : plant.all(DeviceKind.ENGINEERING)) {
      browse(engineer, 900);
      logIn(engineer);
      mistype(engineer, plant.serverFor(DeviceKind.DIRECTORY, engineer));
      administer(engineer);
    }
    plant.all(DeviceKind.HMI).forEach(this::logIn);
    customers(plant.first(DeviceKind.WEB_SERVER));
  }

  /** Also for a PC that joins later. */
  void addFor(Device pc) {
    browse(pc, 120);
    openFiles(pc);
    readMail(pc);
    print(pc);
    store(pc);
    logIn(pc);
    mistype(pc, plant.serverFor(DeviceKind.FILE_SERVER, pc));
  }

  /** A page: a look-up, then connections to a popular server and to some third parties, within seconds. */
  private void browse(Device pc, double seconds) {
    Route dns = Route.of(pc, plant.serverFor(DeviceKind.DIRECTORY, pc), 53, "dns");
    schedule.add(PEOPLE, Timing.byPeopleEvery(seconds), PAGE + 1, (at, dice, wire) -> {
      wire.send(MachineWork.dns(at, dice, dns));
      String site = dice.pickPopular(internet.webServers);
      int connections = Math.min(1 + (int) dice.exponential(PAGE - 0.5), LARGEST_PAGE);
      for (int i = 0; i < connections; i++) {
        String server = dice.chance(0.5) ? site : dice.pickPopular(internet.webServers);
        long end = at + (long) dice.exponential(4 * Timing.SECOND);
        wire.later(end, dice, (then, d, w) -> w.send(element(then, d, pc, server)));
      }
    });
  }

  private static FlowBuilder element(long at, Dice dice, Device pc, String server) {
    Route route =
        dice.chance(0.06) ? Route.of(pc, server, 80, "http") : Route.of(pc, server, 443, "ssl");
    if (dice.chance(0.004)) {
      return Conversation.unanswered(at, dice, route, 7_000_000, 4);
    }
    return Conversation.tcp(
        at, dice, route, dice.size(1.4e6, 1.5), dice.size(2_200, 1.1), dice.size(18_000, 1.9));
  }

  private void openFiles(Device pc) {
    Route route = Route.of(pc, plant.serverFor(DeviceKind.FILE_SERVER, pc), 445, "smb");
    schedule.add(PEOPLE, Timing.byPeopleEvery(300), 1, (at, dice, wire) -> {
      boolean saves = dice.chance(0.3);
      long file = dice.size(150_000, 1.9);
      long talk = dice.size(6_000, 0.7);
      wire.send(Conversation.tcp(
          at, dice, route, dice.size(4e6, 1.3), saves ? file : talk, saves ? talk : file));
    });
  }

  private void readMail(Device pc) {
    Route route = Route.of(pc, plant.first(DeviceKind.MAIL_SERVER), 993, "imap");
    schedule.add(
        PEOPLE,
        Timing.byPeopleEvery(300),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at, dice, route, dice.size(2e6, 1), dice.size(1_500, 0.7), dice.size(20_000, 1.6))));
  }

  private void print(Device pc) {
    Route route = Route.of(pc, plant.serverFor(DeviceKind.PRINTER, pc), 9_100, "jetdirect");
    schedule.add(
        PEOPLE,
        Timing.byPeopleEvery(3 * 3_600),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at, dice, route, dice.size(8e6, 0.7), dice.size(600_000, 1.2), dice.size(200, 0.3))));
  }

  /** Documents kept with a cloud provider: now and then a large upload. */
  private void store(Device pc) {
    String provider = internet.cloudStores.get(pc.number() % internet.cloudStores.size());
    Route route = Route.of(pc, provider, 443, "ssl");
    schedule.add(
        PEOPLE,
        Timing.byPeopleEvery(1_500),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at,
            dice,
            route,
            dice.size(6e6, 1.1),
            dice.size(300_000, 1.5),
            dice.size(60_000, 1.3))));
  }

  private void logIn(Device device) {
    Route route = Route.of(device, plant.serverFor(DeviceKind.DIRECTORY, device), 88, "kerberos");
    String account = plant.accountOf(device);
    schedule.add(
        PEOPLE,
        Timing.byPeopleEvery(3_600),
        1,
        (at, dice, wire) -> wire.send(MachineWork.ticket(at, dice, route, account)));
  }

  /** A wrong password or two, seldom four, then the right one. */
  private void mistype(Device device, Device server) {
    Route route = Route.of(device, server, 445, "smb");
    String account = plant.accountOf(device);
    schedule.add(SELDOM, Timing.byPeopleEvery(86_400), 2.7, (at, dice, wire) -> {
      long when = at;
      for (int wrong = dice.between(1, 2) + (dice.chance(0.1) ? 2 : 0); wrong > 0; wrong--) {
        wire.later(
            when,
            dice,
            (then, d, w) ->
                w.send(Conversation.reset(then, d, route, d.size(300_000, 0.4), 1_300, 900)));
        when += dice.between(4, 15) * Timing.SECOND;
      }
      wire.later(
          when,
          dice,
          (then, d, w) ->
              w.send(Conversation.tcp(then, d, route, d.size(3e6, 1), 9_000, d.size(80_000, 1))
                  .account(account)));
    });
  }

  /** Remote sessions, minutes to hours, to the machines this engineer looks after. */
  private void administer(Device engineer) {
    List<Route> own = List.of(
        session(engineer, plant.first(DeviceKind.JUMP_HOST)),
        session(engineer, plant.serverFor(DeviceKind.HISTORIAN, engineer)),
        session(engineer, plant.serverFor(DeviceKind.HMI, engineer)),
        session(engineer, plant.serverFor(DeviceKind.BROKER, engineer)));
    String account = plant.accountOf(engineer);
    schedule.add(SELDOM, Timing.byPeopleEvery(5_400), 1, (at, dice, wire) -> {
      Route route = dice.pick(own);
      long micros = dice.size(500e6, 1.2);
      double seconds = micros / 1e6;
      double inEach = route.port() == 22 ? 300 : 9_000;
      wire.send(Conversation.tcp(
              at,
              dice,
              route,
              micros,
              dice.size(8_000 + 150 * seconds, 0.6),
              dice.size(12_000 + inEach * seconds, 0.8))
          .account(account));
    });
  }

  private static Route session(Device from, Device to) {
    boolean desktop = to.kind().serves(3_389);
    return Route.of(from, to, desktop ? 3_389 : 22, desktop ? "rdp" : "ssh");
  }

  /** Visitors of the plant's own web site. */
  private void customers(Device web) {
    schedule.add(PEOPLE, Timing.byPeopleEvery(30), 3, (at, dice, wire) -> {
      Route route = new Route(Internet.address(dice), web.address(), 443, "ssl");
      int connections = dice.between(1, 5);
      for (int i = 0; i < connections; i++) {
        wire.later(
            at + i * 400_000L,
            dice,
            (then, d, w) -> w.send(Conversation.tcp(
                then, d, route, d.size(900_000, 1.2), d.size(1_900, 0.6), d.size(30_000, 1.3))));
      }
    });
  }
}
