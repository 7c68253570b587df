namespace Nscp.Reviews.Tool.Tokens;

/// <summary>Somebody who signs in for local development. Names are of posts, never of people.</summary>
sealed record Person(string Role, string DisplayRole, string Name, string Organisation, string Partnership)
{
    const string HomePartnership = "NSCP";

    static readonly Dictionary<string, (string Display, string Organisation)> Roles = new(StringComparer.Ordinal)
    {
        ["development-manager"] = ("Development Manager", "NSCP"),
        ["business-support"] = ("Business Support Administrator", "NSCP"),
        ["partner-delegate"] = ("Delegated Safeguarding Partner", "NOTTS-POLICE"),
        ["agency-lead"] = ("Agency Lead", "SFHT"),
        ["independent-scrutineer"] = ("Independent Scrutineer", "NSCP"),
        ["administrator"] = ("Administrator", "NSCP"),
        ["reminder-job"] = ("Reminder Job", "NSCP"),
    };

    public static IEnumerable<string> RoleNames => Roles.Keys;

    /// <summary>The same person always has the same subject: the host answers a repeat only to who asked first.</summary>
    public string Subject =>
        "development:" + string.Join(':', new[] { Partnership, Organisation, Role, Name }.Select(Uri.EscapeDataString));

    public static Person Of(string role, string? name = null, string? organisation = null, string? partnership = null) =>
        Roles.TryGetValue(role, out var known)
            ? new Person(role, known.Display, name ?? $"{known.Display} (sample)", organisation ?? known.Organisation, partnership ?? HomePartnership)
            : throw new UsageException($"There is no role '{role}'. The roles are: {string.Join(", ", RoleNames)}.");
}
