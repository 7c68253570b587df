using NodaTime.Text;

namespace Nscp.Reviews.Api.Printed;

/// <summary>What a page says for the choices of a reading. Every switch names every member, so that a new one cannot go unworded.</summary>
static class PageWords
{
    static readonly ZonedDateTimePattern Time = ZonedDateTimePattern.CreateWithInvariantCulture("d MMMM uuuu 'at' HH:mm", null);

    /// <summary>As London's clocks showed it: 14 May 2025 at 12:00.</summary>
    internal static string At(Instant instant) => Time.Format(London.TimeOf(instant));

    internal static string Date(LocalDate date) => Say.Date(date);

    internal static string Date(LocalDate? date) => date is { } day ? Say.Date(day) : "—";

    internal static string Of(Outcome outcome) => outcome switch
    {
        Outcome.NoFurtherReview => "No further review",
        Outcome.Cspr => "A CSPR",
        Outcome.OtherLocalLearning => "Other local learning",
    };

    internal static string Of(KnownWhen known) => known switch
    {
        KnownWhen.Before => "before the decision",
        KnownWhen.OnTheDay => "on the day of the decision",
        KnownWhen.After => "after the decision",
    };

    internal static string Of(PartnerSays says) => says switch
    {
        PartnerSays.Agreed => "agreed",
        PartnerSays.Dissented => "dissented",
        PartnerSays.NotRecorded => "not recorded",
    };

    internal static string Of(SafeguardingPartner partner) => partner switch
    {
        SafeguardingPartner.LocalAuthority => "Local authority",
        SafeguardingPartner.Police => "Police",
        SafeguardingPartner.HealthPartner => "Health partner",
    };

    internal static string Of(HowKnown how) => how switch
    {
        HowKnown.InPerson => "in person",
        HowKnown.Minutes => "from minutes",
        HowKnown.EMail => "by e-mail",
    };

    internal static string Of(Bearing bearing) => bearing switch
    {
        Bearing.Opening => "The case",
        Bearing.Notification => "Notification",
        Bearing.AgencyInformation => "Agency information",
        Bearing.RapidReview => "Rapid review",
        Bearing.Decision => "Decision",
        Bearing.Panel => "The Panel",
        Bearing.Scrutiny => "Scrutiny",
        Bearing.EarlierReview => "Earlier review",
        Bearing.Calendar => "Bank holidays",
        Bearing.Correction => "Correction",
    };

    /// <summary>The paragraph of SI 2018/789 that a limb or a criterion stands for: (a).</summary>
    internal static string Paragraph<TEnum>(TEnum value) where TEnum : struct, Enum => $"({Say.Word(value)})";

    internal static string YesOrNo(bool yes) => yes ? "yes" : "no";

    /// <summary>A sentence with a space behind it; nothing where the recorder was the one who acted.</summary>
    internal static string WhoseAct(HistoryItem item) => IsRecorders(item.By, item.Recorder) ? ""
        : $"Whose act: {item.By.Organisation.Name}{(item.By.Role is { } role ? $", {role}" : "")}, known {Of(item.By.HowKnown)}. ";

    static bool IsRecorders(ActorShown by, RecorderShown recorder) =>
        by.Organisation == recorder.Organisation && by.HowKnown == HowKnown.InPerson && (by.Role is null || by.Role == recorder.Role);

    internal static string Names(IEnumerable<NamedOrganisation> organisations) => organisations.Select(o => o.Name).ToList() is { Count: > 0 } names ? Say.List(names) : "nobody";
}
