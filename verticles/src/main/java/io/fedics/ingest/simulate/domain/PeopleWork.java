package io.fedics.ingest.simulate.domain;

import static io.fedics.ingest.simulate.domain.Schedule.Group.PEOPLE;
import static io.fedics.ingest.simulate.domain.Schedule.Group.SELDOM;

import io.fedics.shared.event.FlowBuilder;
import java.util.ArrayList;
import java.util.List;

/** What people do at their machines: the web, files, mail, print-outs, logins, remote sessions, typing errors. */
final class PeopleWork {
  /** Mean number of connections of one web page. */
  private static final int PAGE = 8;

  private final Plant plant;
  private final Schedule schedule;

  PeopleWork(Plant plant, Schedule schedule) {
    this.plant = plant;
    this.schedule = schedule;
  }

  void add() {
    for (Device pc : plant.all(DeviceKind.OFFICE_PC)) {
      addFor(pc);
    }
    for (Device engineer : plant.all(DeviceKind.ENGINEERING)) {
      browse(engineer, 900);
      logIn(engineer, plant.serverFor(DeviceKind.DIRECTORY, engineer));
      mistype(engineer, plant.serverFor(DeviceKind.DIRECTORY, engineer));
      administer(engineer);
    }
    for (Device panel : plant.all(DeviceKind.HMI)) {
      logIn(panel, plant.serverFor(DeviceKind.DIRECTORY, panel));
    }
    customers();
  }

  /** Also for a PC that joins later. */
  void addFor(Device pc) {
    browse(pc, 120);
    openFiles(pc);
    readMail(pc);
    print(pc);
    store(pc);
    logIn(pc, plant.serverFor(DeviceKind.DIRECTORY, pc));
    mistype(pc, plant.serverFor(DeviceKind.FILE_SERVER, pc));
  }

  /** A page: a look-up, then connections to a popular server and to some third parties, within seconds. */
  private void browse(Device pc, double seconds) {
    Device resolver = plant.serverFor(DeviceKind.DIRECTORY, pc);
    schedule.add(PEOPLE, Timing.byPeopleEvery(seconds), PAGE + 1, (at, dice, wire) -> {
      wire.send(MachineWork.dns(at, dice, pc.address(), resolver.address()));
      String site = dice.pickPopular(plant.internet.webServers);
      int connections = 1 + (int) dice.exponential(PAGE - 0.5);
      for (int i = 0; i < Math.min(connections, 40); i++) {
        String server = dice.chance(0.5) ? site : dice.pickPopular(plant.internet.webServers);
        long end = at + (long) dice.exponential(4 * Timing.SECOND);
        wire.later(end, dice, (then, d, w) -> w.send(page(then, d, pc.address(), server)));
      }
    });
  }

  private static FlowBuilder page(long at, Dice dice, String from, String server) {
    if (dice.chance(0.004)) {
      return Conversation.unanswered(at, dice, from, server, 443, 7_000_000, 4);
    }
    boolean plain = dice.chance(0.06);
    return Conversation.tcp(
        at,
        dice,
        from,
        server,
        plain ? 80 : 443,
        plain ? "http" : "ssl",
        dice.size(1.4e6, 1.5),
        dice.size(2_200, 1.1),
        dice.size(18_000, 1.9));
  }

  private void openFiles(Device pc) {
    Device server = plant.serverFor(DeviceKind.FILE_SERVER, pc);
    schedule.add(PEOPLE, Timing.byPeopleEvery(300), 1, (at, dice, wire) -> {
      boolean saves = dice.chance(0.3);
      long file = dice.size(150_000, 1.9);
      long talk = dice.size(6_000, 0.7);
      wire.send(Conversation.tcp(
          at,
          dice,
          pc.address(),
          server.address(),
          445,
          "smb",
          dice.size(4e6, 1.3),
          saves ? file : talk,
          saves ? talk : file));
    });
  }

  private void readMail(Device pc) {
    Device server = plant.first(DeviceKind.MAIL_SERVER);
    schedule.add(
        PEOPLE,
        Timing.byPeopleEvery(300),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at,
            dice,
            pc.address(),
            server.address(),
            993,
            "imap",
            dice.size(2e6, 1),
            dice.size(1_500, 0.7),
            dice.size(20_000, 1.6))));
  }

  private void print(Device pc) {
    Device printer = plant.serverFor(DeviceKind.PRINTER, pc);
    schedule.add(
        PEOPLE,
        Timing.byPeopleEvery(3 * 3_600),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at,
            dice,
            pc.address(),
            printer.address(),
            9_100,
            "jetdirect",
            dice.size(8e6, 0.7),
            dice.size(600_000, 1.2),
            dice.size(200, 0.3))));
  }

  /** Documents kept with a cloud provider: now and then a large upload. */
  private void store(Device pc) {
    String provider =
        plant.internet.cloudStores.get(pc.number() % plant.internet.cloudStores.size());
    schedule.add(
        PEOPLE,
        Timing.byPeopleEvery(1_500),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
            at,
            dice,
            pc.address(),
            provider,
            443,
            "ssl",
            dice.size(6e6, 1.1),
            dice.size(300_000, 1.5),
            dice.size(60_000, 1.3))));
  }

  private void logIn(Device device, Device directory) {
    String account = plant.accountOf(device);
    schedule.add(
        PEOPLE,
        Timing.byPeopleEvery(3_600),
        1,
        (at, dice, wire) -> wire.send(Conversation.tcp(
                at,
                dice,
                device.address(),
                directory.address(),
                88,
                "kerberos",
                dice.size(12_000, 0.5),
                dice.size(1_700, 0.1),
                dice.size(1_800, 0.1))
            .account(account)));
  }

  /** A wrong password or two, then the right one. */
  private void mistype(Device device, Device server) {
    String account = plant.accountOf(device);
    schedule.add(SELDOM, Timing.byPeopleEvery(86_400), 2.3, (at, dice, wire) -> {
      long when = at;
      for (int wrong = dice.between(1, 2) + (dice.chance(0.1) ? 2 : 0); wrong > 0; wrong--) {
        wire.later(
            when,
            dice,
            (then, d, w) -> w.send(Conversation.reset(
                then,
                d,
                device.address(),
                server.address(),
                445,
                d.size(300_000, 0.4),
                1_300,
                900)));
        when += dice.between(4, 15) * Timing.SECOND;
      }
      wire.later(
          when,
          dice,
          (then, d, w) -> w.send(Conversation.tcp(
                  then,
                  d,
                  device.address(),
                  server.address(),
                  445,
                  "smb",
                  d.size(3e6, 1),
                  9_000,
                  d.size(80_000, 1))
              .account(account)));
    });
  }

  /** Remote sessions, minutes to hours, to the machines this engineer looks after. */
  private void administer(Device engineer) {
    List<Device> own = new ArrayList<>();
    own.add(plant.first(DeviceKind.JUMP_HOST));
    own.add(plant.serverFor(DeviceKind.HISTORIAN, engineer));
    own.add(plant.serverFor(DeviceKind.OPC_SERVER, engineer));
    own.add(plant.serverFor(DeviceKind.HMI, engineer));
    own.add(plant.serverFor(DeviceKind.BROKER, engineer));
    String account = plant.accountOf(engineer);
    schedule.add(SELDOM, Timing.byPeopleEvery(5_400), 1, (at, dice, wire) -> {
      Device target = dice.pick(own);
      boolean desktop = target.kind().serves(3_389);
      long micros = dice.size(500 * 1e6, 1.2);
      double seconds = micros / 1e6;
      wire.send(Conversation.tcp(
              at,
              dice,
              engineer.address(),
              target.address(),
              desktop ? 3_389 : 22,
              desktop ? "rdp" : "ssh",
              micros,
              dice.size(8_000 + 150 * seconds, 0.6),
              dice.size(12_000 + (desktop ? 9_000 : 300) * seconds, 0.8))
          .account(account));
    });
  }

  /** Visitors of the plant's own web site. */
  private void customers() {
    Device web = plant.first(DeviceKind.WEB_SERVER);
    schedule.add(PEOPLE, Timing.byPeopleEvery(30), 3, (at, dice, wire) -> {
      String visitor = Internet.address(dice);
      int connections = dice.between(1, 5);
      for (int i = 0; i < connections; i++) {
        wire.later(
            at + i * 400_000L,
            dice,
            (then, d, w) -> w.send(Conversation.tcp(
                then,
                d,
                visitor,
                web.address(),
                443,
                "ssl",
                d.size(900_000, 1.2),
                d.size(1_900, 0.6),
                d.size(30_000, 1.3))));
      }
    });
  }
}
