using System.Collections.Frozen;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>The clocks' names, as they stand in the policies' data, in answers and in addresses.</summary>
public static class ClockIds
{
    public const string PanelReferral = "panel-referral";
    public const string PartnersInformed = "partners-informed";
    public const string LookedAfterDeath = "looked-after-death";
    public const string CareLeaverDeath = "care-leaver-death";
    public const string RapidReview = "rapid-review";
    public const string PanelResponse = "panel-response";
    public const string CsprPublication = "cspr-publication";
    public const string PrePublicationCopy = "pre-publication-copy";
    public const string PrePublicationCopyGuidance = "pre-publication-copy-guidance";
    public const string KeptAvailable = "kept-available";
    public const string AgencyReturn = "agency-return";
    public const string Action = "action";
    public const string ProgressCheck = "progress-check";
    public const string HoldReview = "hold-review";
    public const string PanelInformation = "panel-information";
    public const string ImpactReview = "impact-review";
    public const string ScrutinyResponse = "scrutiny-response";
    public const string YearlyReport = "yearly-report";

    public static FrozenSet<string> All { get; } = FrozenSet.Create(
        PanelReferral, PartnersInformed, LookedAfterDeath, CareLeaverDeath, RapidReview, PanelResponse, CsprPublication,
        PrePublicationCopy, PrePublicationCopyGuidance, KeptAvailable, AgencyReturn, Action, ProgressCheck, HoldReview,
        PanelInformation, ImpactReview, ScrutinyResponse, YearlyReport);
}
