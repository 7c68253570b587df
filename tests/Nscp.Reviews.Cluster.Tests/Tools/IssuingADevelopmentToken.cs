using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Nscp.Reviews.Tool;
using Nscp.Reviews.Tool.Tokens;

namespace Nscp.Reviews.Cluster.Tests.Tools;

public sealed class IssuingADevelopmentToken
{
    static readonly string Key = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(n => (byte)n)]);

    [Fact]
    public async Task Signs_it_so_that_only_the_holder_of_the_key_can_have_made_it()
    {
        var token = DevelopmentToken.For(Person.Of("development-manager"), Key, SystemClock.Instance.GetCurrentInstant());

        (await ValidateAsync(token, Key)).IsValid.ShouldBeTrue();
        (await ValidateAsync(token, Convert.ToBase64String(new byte[32]))).IsValid.ShouldBeFalse();
    }

    [Fact]
    public void Lasts_twelve_hours()
    {
        var token = new JsonWebToken(DevelopmentToken.For(Person.Of("administrator"), Key, Instant.FromUtc(2026, 3, 2, 9, 0)));

        Instant.FromDateTimeUtc(token.ValidTo).ShouldBe(Instant.FromUtc(2026, 3, 2, 21, 0));
    }

    [Theory]
    [InlineData("development-manager", "Development Manager", "NSCP")]
    [InlineData("business-support", "Business Support Administrator", "NSCP")]
    [InlineData("partner-delegate", "Delegated Safeguarding Partner", "NOTTS-POLICE")]
    [InlineData("agency-lead", "Agency Lead", "SFHT")]
    [InlineData("independent-scrutineer", "Independent Scrutineer", "NSCP")]
    [InlineData("administrator", "Administrator", "NSCP")]
    [InlineData("reminder-job", "Reminder Job", "NSCP")]
    public void Says_who_it_is_for(string role, string displayRole, string organisation)
    {
        var token = new JsonWebToken(DevelopmentToken.For(Person.Of(role), Key, Instant.FromUtc(2026, 3, 2, 9, 0)));

        Claim(token, "role").ShouldBe(role);
        Claim(token, "display_role").ShouldBe(displayRole);
        Claim(token, "name").ShouldBe($"{displayRole} (sample)");
        Claim(token, "organisation").ShouldBe(organisation);
        Claim(token, "partnership").ShouldBe("NSCP");
    }

    [Fact]
    public void Gives_different_people_different_subjects_and_the_same_person_the_same()
    {
        Person.Of("agency-lead", "A").Subject.ShouldBe(Person.Of("agency-lead", "A").Subject);
        Person.Of("agency-lead", "A").Subject.ShouldNotBe(Person.Of("agency-lead", "B").Subject);
        Person.Of("agency-lead", "A", "X:Y").Subject.ShouldNotBe(Person.Of("agency-lead", "Y:A", "X").Subject);
    }

    [Fact]
    public void Is_refused_for_a_role_that_does_not_exist() =>
        Should.Throw<UsageException>(() => Person.Of("manager")).Message.ShouldContain("development-manager");

    static string Claim(JsonWebToken token, string name) => token.GetPayloadValue<string>(name);

    static Task<TokenValidationResult> ValidateAsync(string token, string key) =>
        new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = DevelopmentToken.Issuer,
            ValidAudience = DevelopmentToken.Audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = new SymmetricSecurityKey(Convert.FromBase64String(key)),
        });
}
