package io.fedics.ingest.simulate.domain;

/** Calling home and carrying data out. */
final class Theft {
  private final Target target;
  private final Plant plant;
  private final Choices choices;
  private final Dice dice;

  Theft(Target target, Choices choices) {
    this.target = target;
    this.plant = target.plant();
    this.choices = choices;
    this.dice = choices.dice();
  }

  /** Small callbacks at a steady pace to a server nobody here ever spoke to. */
  Campaign beaconing() {
    String attacker = choices.device(
        "attacker", plant.all(DeviceKind.OFFICE_PC, DeviceKind.ENGINEERING, DeviceKind.HMI));
    String server = choices.text("victim", Internet.address(dice));
    double period = choices.number("period", 5, 90);
    double jitter = choices.number("jitter", 0.005, 0.12);
    double seconds = Math.max(choices.number("seconds", 600, 2_400), 25 * period);
    int port = choices.oneOf("port", 443, 443, 80, 8_080, 8_443);
    long out = dice.between(120, 700);
    long in = dice.between(80, 900);
    Route route = new Route(attacker, server, port, port % 1_000 == 443 ? "ssl" : "http");
    Pace pace = Pace.over(seconds, 1 / period, jitter);
    return new Campaign(target.wire(), choices, attacker, pace, (at, n, campaign) -> {
      Dice d = campaign.dice();
      long answer = d.chance(0.02) ? d.size(40_000, 0.8) : in + d.below(20);
      long micros = d.size(150_000, 0.3);
      campaign.strike(
          at, server, Conversation.tcp(at, d, route, micros, out + d.below(16), answer));
    });
  }

  /** Far more than this host ever sent, to a server nobody here ever spoke to. */
  Campaign exfiltration() {
    String attacker = choices.device(
        "attacker",
        plant.all(
            DeviceKind.HISTORIAN,
            DeviceKind.FILE_SERVER,
            DeviceKind.ENGINEERING,
            DeviceKind.OFFICE_PC));
    String server = choices.text("victim", Internet.address(dice));
    double total = choices.number("megabytes", 400, 8_000) * 1e6;
    double part = choices.number("part-megabytes", 8, 64) * 1e6;
    double seconds = choices.number("seconds", 180, 1_800);
    int port = choices.oneOf("port", 443, 443, 22, 8_443);
    double perSecond = total / part / seconds;
    Route route = new Route(attacker, server, port, Intrusions.serviceOf(port));
    Pace pace = Pace.over(seconds, perSecond, 0.3);
    return new Campaign(target.wire(), choices, attacker, pace, (at, n, campaign) -> {
      Dice d = campaign.dice();
      long out = d.size(part, 0.3);
      long micros = Math.min(d.size(0.8e6 / perSecond, 0.3), 600 * Timing.SECOND);
      campaign.strike(at, server, Conversation.tcp(at, d, route, micros, out, out / 700 + 4_000));
    });
  }
}
