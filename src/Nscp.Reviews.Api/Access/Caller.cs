using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;

namespace Nscp.Reviews.Api.Access;

/// <summary>Who is signed in, as the token says.</summary>
sealed record Caller(string Id, string Name, string Role, string DisplayRole, OrganisationCode Organisation, OrganisationCode Partnership)
{
    static readonly object Key = new();

    internal string Tenant => Partnership.ToString();

    internal Recorder Recorder => new(Id, Name, DisplayRole, Organisation);

    /// <summary>The caller whom the gate let through.</summary>
    internal static Caller Of(HttpContext http) => (Caller)http.Items[Key]!;

    internal static void Set(HttpContext http, Caller caller) => http.Items[Key] = caller;

    /// <summary>False when a claim is missing or is not what it should be: then nobody is signed in.</summary>
    internal static bool TryRead(ClaimsPrincipal principal, [NotNullWhen(true)] out Caller? caller)
    {
        caller = null;
        if (principal.Identity is not { IsAuthenticated: true }) return false;
        if (Text("sub") is not { } id || Text("name") is not { } name || Text("role") is not { } role || Text("display_role") is not { } display) return false;
        if (!OrganisationCode.TryParse(Text("organisation"), out var organisation) || !OrganisationCode.TryParse(Text("partnership"), out var partnership)) return false;
        caller = new(id, name, role, display, organisation, partnership);
        return true;

        string? Text(string claim) => principal.FindAll(claim).ToList() is [var only] && Texts.Objection<ShortText>(only.Value) is null ? only.Value : null;
    }
}
