using System.Text.Json;
using Nscp.Reviews.Domain.Json;
using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Domain.Tests.Organisations;

public class WritingACode
{
    [Theory]
    [InlineData("GP")]
    [InlineData("NCC-CSC")]
    [InlineData("A23456789012345678901234567890")]
    public void Takes_capitals_digits_and_hyphens(string text)
    {
        OrganisationCode.TryParse(text, out var code).ShouldBeTrue();
        code.ToString().ShouldBe(text);
        JsonSerializer.Serialize(code, DomainJson.Stored).ShouldBe($"\"{text}\"");
        JsonSerializer.Deserialize<OrganisationCode>($"\"{text}\"", DomainJson.Stored).ShouldBe(code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("A234567890123456789012345678901")]
    [InlineData("ncc")]
    [InlineData("NCC CSC")]
    [InlineData("-NCC")]
    [InlineData("NCC-")]
    [InlineData("NCC\n")]
    [InlineData("ÉCOLE")]
    [InlineData("N٣")]
    public void Refuses_anything_else(string? text)
    {
        OrganisationCode.TryParse(text, out var code).ShouldBeFalse();
        code.ShouldBe(default);
        Should.Throw<FormatException>(() => OrganisationCode.Parse(text!));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<OrganisationCode>(JsonSerializer.Serialize(text), DomainJson.Stored));
    }

    [Fact]
    public void Refuses_a_number_in_its_place()
    {
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<OrganisationCode>("12", DomainJson.Stored));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<District>("12", DomainJson.Stored));
    }

    [Theory]
    [InlineData("bassetlaw", true)]
    [InlineData("newark-and-sherwood", true)]
    [InlineData("Bassetlaw", false)]
    [InlineData("newark and sherwood", false)]
    [InlineData("-bassetlaw", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Takes_lower_case_words_for_a_district(string? text, bool taken)
    {
        District.TryParse(text, out var district).ShouldBe(taken);
        district.ToString().ShouldBe(taken ? text : "");
        if (taken) JsonSerializer.Deserialize<District>(JsonSerializer.Serialize(district, DomainJson.Stored), DomainJson.Stored).ShouldBe(district);
        else Should.Throw<FormatException>(() => District.Parse(text!));
    }
}
