package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.FlowBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Getting in, getting on and taking over. */
final class Intrusions {
  private static final int[] LOGIN_PORTS = {22, 443, 445, 993, 3_389, 5_900, 5_985};
  private static final int[] ADMIN_PORTS = {445, 3_389, 22, 5_985, 135};

  private final Target target;
  private final Plant plant;
  private final Choices choices;
  private final Dice dice;

  Intrusions(Target target, Choices choices) {
    this.target = target;
    this.plant = target.plant();
    this.choices = choices;
    this.dice = choices.dice();
  }

  /** One password after the other. A failed login is a short connection; no account comes with it. */
  Campaign bruteForce() {
    boolean inside = dice.chance(0.6);
    String attacker =
        choices.text("attacker", inside ? plant.insider(dice) : Internet.address(dice));
    List<Device> candidates = inside
        ? plant.all(
            DeviceKind.HMI,
            DeviceKind.ENGINEERING,
            DeviceKind.HISTORIAN,
            DeviceKind.BROKER,
            DeviceKind.FILE_SERVER,
            DeviceKind.BACKUP_SERVER)
        : plant.exposed();
    Device drawn = dice.pick(Plant.without(candidates, attacker));
    String victim = choices.text("victim", drawn.address());
    int port =
        choices.oneOf("port", plant.device(victim).orElse(drawn).kind().servedOf(LOGIN_PORTS));
    Pace pace = new Pace(
        choices.number("rate", 0.3, 15),
        choices.count("attempts", 50, 600),
        dice.between(0.05, 0.5));
    double seconds = choices.number("login-seconds", 0.2, 2.5);
    long out = dice.between(900, 2_600);
    long in = dice.between(900, 3_200);
    Route route = new Route(attacker, victim, port, serviceOf(port));
    return new Campaign(target.wire(), choices, attacker, pace, (at, n, campaign) -> {
      Dice d = campaign.dice();
      long micros = d.size(seconds * 1e6, 0.25);
      long sent = out + d.below(80);
      long got = in + d.below(60);
      campaign.strike(
          at,
          victim,
          d.chance(0.6)
              ? Conversation.reset(at, d, route, micros, sent, got).service(route.service())
              : Conversation.tcp(at, d, route, micros, sent, got));
    });
  }

  /** A host that was taken over logs in to others it never spoke to, with a stolen account. */
  Campaign lateralMovement() {
    Device drawn = dice.pick(
        dice.chance(0.7) ? plant.all(DeviceKind.OFFICE_PC) : plant.all(DeviceKind.ENGINEERING));
    String attacker = choices.text("attacker", drawn.address());
    List<Device> path = strangersOf(plant.device(attacker).orElse(drawn));
    dice.shuffle(path);
    int hops = Math.min(path.size(), choices.count("hops", 4, 12));
    Pace pace = new Pace(1 / choices.number("wait", 3, 60), hops, 0.3);
    String account = choices.text("account", "admin." + plant.site.name());
    return new Campaign(
        target.wire(),
        choices,
        attacker,
        pace,
        (at, n, campaign) ->
            enter(at, campaign, attacker, path.get((int) (n % path.size())), account));
  }

  /** Those daily work never makes this host log in to. */
  private List<Device> strangersOf(Device attacker) {
    List<Device> others = attacker.kind() == DeviceKind.ENGINEERING
        ? plant.all(
            DeviceKind.OFFICE_PC,
            DeviceKind.FILE_SERVER,
            DeviceKind.MAIL_SERVER,
            DeviceKind.WEB_SERVER)
        : plant.all(
            DeviceKind.OFFICE_PC,
            DeviceKind.HMI,
            DeviceKind.ENGINEERING,
            DeviceKind.HISTORIAN,
            DeviceKind.BACKUP_SERVER,
            DeviceKind.JUMP_HOST,
            DeviceKind.BROKER);
    return new ArrayList<>(Plant.without(others, attacker.address()));
  }

  /** A short first contact, then a session that lasts. */
  private static void enter(
      long at, Campaign campaign, String attacker, Device to, String account) {
    Dice dice = campaign.dice();
    int port = dice.pick(to.kind().servedOf(ADMIN_PORTS));
    Route route = new Route(attacker, to.address(), port, serviceOf(port));
    campaign.strike(
        at,
        to.address(),
        Conversation.tcp(
            at,
            dice,
            route,
            dice.size(200_000, 0.6),
            dice.size(1_800, 0.4),
            dice.size(2_400, 0.4)));
    long micros = dice.size(60e6, 1);
    long end = at + dice.size(1.5e6, 0.5) + micros;
    campaign.strikeLater(
        end,
        to.address(),
        Conversation.tcp(end, dice, route, micros, dice.size(60_000, 1.3), dice.size(90_000, 1.3))
            .account(account));
  }

  /** Registers written by a host that never wrote any; one time in five by one that may read. */
  Campaign rogueMaster() {
    boolean reader = dice.chance(0.2);
    List<Device> hosts = reader
        ? plant.all(DeviceKind.HISTORIAN)
        : plant.all(DeviceKind.OFFICE_PC, DeviceKind.PRINTER, DeviceKind.OPC_SERVER);
    String attacker = choices.device("attacker", hosts);
    List<Device> controllers = plant.all(DeviceKind.PLC);
    Set<Device> chosen = new LinkedHashSet<>();
    int wanted = Math.min(controllers.size(), choices.count("controllers", 1, 6));
    while (chosen.size() < wanted) {
      chosen.add(dice.pick(controllers));
    }
    List<Modbus> victims =
        chosen.stream().map(controller -> Modbus.of(attacker, controller)).toList();
    Pace pace = new Pace(
        choices.number("rate", 0.2, 8), choices.count("writes", 15, 300), dice.between(0.1, 0.8));
    int function = choices.oneOf(
        "function", Modbus.WRITE_COIL, Modbus.WRITE_ONE, Modbus.WRITE_COILS, Modbus.WRITE_SEVERAL);
    int register = dice.below(400);
    return new Campaign(target.wire(), choices, attacker, pace, (at, n, campaign) -> {
      Modbus victim = victims.get((int) (n % victims.size()));
      Dice d = campaign.dice();
      FlowBuilder flow = n < victims.size() || d.chance(0.1)
          ? victim.read(at, d, Modbus.READ_HOLDING, register, 32)
          : victim.write(at, d, function, register + d.below(16), d.below(65_536));
      campaign.strike(at, victim.route().to(), flow);
    });
  }

  /** A panel maps its own controller: it reads every register, by other blocks and at another pace than its polls. */
  Campaign changedPolling() {
    Device controller = dice.pick(plant.all(DeviceKind.PLC));
    String attacker = choices.text("attacker", plant.panelOf(controller).address());
    Modbus victim = Modbus.of(attacker, controller);
    double rate = choices.number("rate", 2, 6);
    Pace pace = Pace.over(choices.number("seconds", 300, 900), rate, 0.1);
    return new Campaign(target.wire(), choices, attacker, pace, (at, n, campaign) -> {
      long address = 125 * (n % 500);
      campaign.strike(
          at,
          controller.address(),
          victim.read(at, campaign.dice(), Modbus.READ_HOLDING, address, 125));
    });
  }

  static String serviceOf(int port) {
    return switch (port) {
      case 22 -> "ssh";
      case 135 -> "dce_rpc";
      case 443 -> "ssl";
      case 445 -> "smb";
      case 993 -> "imap";
      case 3_389 -> "rdp";
      case 5_900 -> "rfb";
      case 80, 5_985 -> "http";
      case 502 -> "modbus";
      case 4_840 -> "opc-ua";
      default -> "ssl";
    };
  }
}
