using System.Collections.Frozen;

namespace Nscp.Reviews.Api.Access;

/// <summary>What a role may do on a route.</summary>
enum Permission
{
    No,
    Yes,

    /// <summary>What the command says is done or agreed by exactly the caller's own organisation.</summary>
    OwnAct,

    /// <summary>The recommendation is asked of the caller's own organisation.</summary>
    OwnRecommendation,

    /// <summary>The caller's own organisation owns the action.</summary>
    OwnAction,

    /// <summary>The caller's own organisation is who acted.</summary>
    OwnWord,

    /// <summary>Only with a name of somebody else's post in <c>by</c>: it is theirs, and only written down here.</summary>
    OfOthers,
}

/// <summary>Who may do what: the one table. What is not in it is denied.</summary>
static class Permissions
{
    internal const string
        DevelopmentManager = "development-manager", BusinessSupport = "business-support", PartnerDelegate = "partner-delegate", AgencyLead = "agency-lead",
        IndependentScrutineer = "independent-scrutineer", Administrator = "administrator", ReminderJob = "reminder-job";

    internal static IReadOnlyList<string> Roles { get; } =
        [DevelopmentManager, BusinessSupport, PartnerDelegate, AgencyLead, IndependentScrutineer, Administrator, ReminderJob];

    /// <summary>Readings that hold nothing of a case.</summary>
    static readonly string[] ForEverybody = ["GET calendar", "GET calendar/due-date", "GET calendar/revisions", "GET policies", "GET organisations"];

    static readonly string[] AllReadings =
    [
        "GET cases", "GET case", "GET history", "GET clocks", "GET explanation", "GET decision history", "GET changes", "GET deadlines", "GET recommendations", "GET completion", "GET key-facts", "GET timeliness",
    ];

    static readonly string[] AllMilestonesAndSteps = ["POST cases", "POST yearly-reports", .. AllMilestones.All.Where(m => m.Scope != Scope.Opening).Select(NameOf)];

    static readonly FrozenDictionary<(string Role, string Route), Permission> Table = Rows().ToFrozenDictionary();

    internal static Permission For(string role, string route) => Table.GetValueOrDefault((role, route), Permission.No);

    /// <summary>What a milestone's route is called in the table.</summary>
    internal static string NameOf(Milestone milestone) => NameOf(milestone.Scope, milestone.Route);

    internal static string NameOf(Scope scope, string route) => scope switch
    {
        Scope.Opening => "POST cases",
        Scope.Case => $"POST {route}",
        Scope.Recommendation => $"POST recommendation {route}",
        Scope.Action => $"POST action {route}",
    };

    static Dictionary<(string, string), Permission> Rows()
    {
        var rows = new Dictionary<(string, string), Permission>();
        foreach (var role in Roles) Give(role, Permission.Yes, ForEverybody);

        // Protected text is in a bundle as it was stored: masked, it would prove nothing. So not for business support.
        foreach (var role in (ReadOnlySpan<string>)[DevelopmentManager, PartnerDelegate, IndependentScrutineer]) Give(role, Permission.Yes, "GET readers", "GET audit-bundle", "GET verifications");

        Give(DevelopmentManager, Permission.Yes, [.. AllReadings, .. AllMilestonesAndSteps]);
        Give(DevelopmentManager, Permission.OfOthers, "POST scrutiny-advice", "POST scrutiny-challenge");

        Give(BusinessSupport, Permission.Yes, AllReadings);
        Give(
            BusinessSupport, Permission.Yes, "POST partner-informed", "POST sin-received", "POST rapid-review-plan", "POST information-request", "POST information-return", "POST information-chase",
            "POST rapid-review-convened", "POST rapid-review-held", "POST practitioner-event", "POST learning");

        Give(PartnerDelegate, Permission.Yes, AllReadings);
        Give(PartnerDelegate, Permission.OwnAct, "POST report-agreement", "POST decision", "POST decision-upheld");
        Give(PartnerDelegate, Permission.OwnWord, "POST scrutiny-response", "POST action verification");

        Give(AgencyLead, Permission.Yes, "GET cases", "GET case", "GET recommendations");
        Give(AgencyLead, Permission.OwnAct, "POST information-return");
        Give(AgencyLead, Permission.OwnRecommendation, "POST recommendation acceptance", "POST recommendation rejection");
        Give(AgencyLead, Permission.OwnAction, "POST action progress", "POST action claim");

        Give(IndependentScrutineer, Permission.Yes, AllReadings);
        Give(IndependentScrutineer, Permission.OwnWord, "POST scrutiny-advice", "POST scrutiny-challenge");

        Give(Administrator, Permission.Yes, "GET verifications", "POST calendar/revisions");

        Give(ReminderJob, Permission.Yes, "GET deadlines");
        return rows;

        void Give(string role, Permission permission, params ReadOnlySpan<string> routes)
        {
            foreach (var route in routes) rows[(role, route)] = permission;
        }
    }
}
