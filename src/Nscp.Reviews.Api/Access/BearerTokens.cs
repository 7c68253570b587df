using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.IdentityModel.Tokens;

namespace Nscp.Reviews.Api.Access;

/// <summary>Tokens are verified against a real issuer where one is configured, or, in Development only, against the development key.</summary>
static class BearerTokens
{
    const string DevelopmentIssuer = "nscp-reviews-development";
    const string Audience = "nscp-reviews";

    internal static void AddBearerTokens(this WebApplicationBuilder builder)
    {
        var (settings, development) = (builder.Configuration, builder.Environment.IsDevelopment());
        var authority = settings["Authentication:Authority"];
        var keyFile = settings["Reviews:DevelopmentKeyFile"];
        if (authority is null && (!development || keyFile is null))
            throw new InvalidOperationException(development
                ? "Nobody could sign in: set Reviews__DevelopmentKeyFile, or Authentication__Authority to a real issuer."
                : "Outside Development tokens come from a real issuer: set Authentication__Authority (and Authentication__Audience).");
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters.ValidAudience = settings["Authentication:Audience"] ?? Audience;
            options.TokenValidationParameters.ClockSkew = Duration.FromSeconds(30).ToTimeSpan();
            if (authority is not null) TrustIssuer(options, authority, development);
            else TrustDevelopmentKey(options.TokenValidationParameters, keyFile!);
        });
        LeaveKeysUnmade(builder.Services);
    }

    // Authentication brings data protection, for cookies, which at start would make keys in the user's home; nothing here uses them.
    static void LeaveKeysUnmade(IServiceCollection services)
    {
        foreach (var service in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly).ToList())
            services.Remove(service);
    }

    /// <summary>Issuer and keys come from the authority's OpenID Connect metadata; only asymmetric signatures, so that no secret of ours can make a token.</summary>
    static void TrustIssuer(JwtBearerOptions options, string authority, bool development)
    {
        options.Authority = authority;
        options.RequireHttpsMetadata = !development;
        options.TokenValidationParameters.ValidAlgorithms =
        [
            SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
            SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
            SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        ];
    }

    static void TrustDevelopmentKey(TokenValidationParameters validation, string keyFile)
    {
        validation.ValidIssuer = DevelopmentIssuer;
        validation.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
        validation.IssuerSigningKey = new SymmetricSecurityKey(Convert.FromBase64String(File.ReadAllText(keyFile).Trim()));
    }
}
