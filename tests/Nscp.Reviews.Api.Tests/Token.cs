using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Nscp.Reviews.Api.Tests;

/// <summary>Bearer tokens of the development issuer. Their times are the machine's, as a token's always are.</summary>
static class Token
{
    internal static Dictionary<string, object> Claims(string role, string organisation = "NSCP", string partnership = "NSCP", string? name = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new()
        {
            ["iss"] = "nscp-reviews-development", ["aud"] = "nscp-reviews", ["iat"] = now, ["nbf"] = now, ["exp"] = now + 3600,
            ["sub"] = $"test:{partnership}:{organisation}:{role}:{name}", ["name"] = name ?? "A person (sample)", ["role"] = role,
            ["display_role"] = string.Join(' ', role.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
            ["organisation"] = organisation, ["partnership"] = partnership,
        };
    }

    internal static string For(string key, string role, string organisation, string partnership, string? name) => Sign(key, Claims(role, organisation, partnership, name));

    internal static string Sign(string key, Dictionary<string, object> claims, string algorithm = SecurityAlgorithms.HmacSha256) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            JsonSerializer.Serialize(claims), new SigningCredentials(new SymmetricSecurityKey(Convert.FromBase64String(key)), algorithm));
}
