package io.fedics.ingest.simulate.domain;

/** One account at two sites within minutes. */
final class Travel {
  private final Target home;
  private final Target away;
  private final Choices choices;
  private final Dice dice;

  Travel(Target home, Target away, Choices choices) {
    this.home = home;
    this.away = away;
    this.choices = choices;
    this.dice = choices.dice();
  }

  /**
   * An ordinary login of the account's owner at {@code at}; minutes later somebody else uses the account at the other
   * site. Only the second is the attack.
   */
  Campaign campaign(long at) {
    Device own = dice.pick(home.plant().all(DeviceKind.OFFICE_PC, DeviceKind.ENGINEERING));
    String account = choices.text("account", home.plant().accountOf(own));
    Device directory = home.plant().serverFor(DeviceKind.DIRECTORY, own);
    Route signIn = Route.of(own, directory, 88, "kerberos");
    home.wire()
        .later(
            at,
            dice.of("owner"),
            (then, d, wire) -> wire.send(MachineWork.ticket(then, d, signIn, account)));
    double minutes = choices.number("minutes", 2, 15);
    Pace pace = new Pace(1.0 / 40, choices.count("logins", 1, 4), 0.5);
    boolean remote = dice.chance(0.5);
    String from = choices.text(
        "from",
        remote
            ? Internet.address(dice)
            : dice.pick(away.plant().all(DeviceKind.OFFICE_PC)).address());
    Device to = remote
        ? away.plant().first(DeviceKind.JUMP_HOST)
        : dice.pick(away.plant().all(DeviceKind.FILE_SERVER, DeviceKind.DIRECTORY));
    int port = remote ? 443 : 445;
    Route route = new Route(from, to.address(), port, Intrusions.serviceOf(port));
    String subject = "account:" + account;
    return new Campaign(away.wire(), choices, subject, pace, (then, n, campaign) -> {
          Dice d = campaign.dice();
          long micros = d.size(4e6, 0.8);
          campaign.strike(
              then,
              to.address(),
              Conversation.tcp(then, d, route, micros, d.size(6_000, 0.6), d.size(30_000, 0.9))
                  .account(account));
        })
        .startingAt(at + (long) (minutes * 60 * Timing.SECOND));
  }
}
