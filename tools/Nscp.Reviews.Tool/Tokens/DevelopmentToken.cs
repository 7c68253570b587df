using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace Nscp.Reviews.Tool.Tokens;

/// <summary>Bearer tokens of the development issuer, which only a host in Development accepts.</summary>
static class DevelopmentToken
{
    public const string Issuer = "nscp-reviews-development";
    public const string Audience = "nscp-reviews";
    public static readonly Duration Lifetime = Duration.FromHours(12);

    /// <param name="person">Whom the token is for.</param>
    /// <param name="key">The development signing key, in base64.</param>
    /// <param name="now">When it is issued; it ends 12 hours later.</param>
    public static string For(Person person, string key, Instant now)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
            ["sub"] = person.Subject,
            ["name"] = person.Name,
            ["role"] = person.Role,
            ["display_role"] = person.DisplayRole,
            ["organisation"] = person.Organisation,
            ["partnership"] = person.Partnership,
        };
        var signing = new SigningCredentials(
            new SymmetricSecurityKey(Convert.FromBase64String(key)), SecurityAlgorithms.HmacSha256);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }
            .CreateToken(JsonSerializer.Serialize(claims), signing);
    }
}
