using System.Text;
using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Domain.Tests.Organisations;

public class ReadingARegister
{
    const string Council = """{ "code": "LA", "name": "Council", "kind": "local-authority", "statutoryFor": ["north"] }""";

    [Fact]
    public void Accepts_partners_that_follow_one_another()
    {
        const string first = """{ "code": "CCG", "name": "Group", "kind": "clinical-commissioning-group", "to": "2022-06-30", "successor": "ICB", "statutoryFor": ["north"] }""";
        const string second = """{ "code": "ICB", "name": "Board", "kind": "integrated-care-board", "from": "2022-07-01", "statutoryFor": ["north"] }""";
        Read(first, second).All.Count.ShouldBe(2);
        Refusal(first, second.Replace("07-01", "06-30")).ShouldContain("CCG and ICB are the same partner for north on the same days");
    }

    [Theory]
    [InlineData("""{ "code": "LA", "name": "Again", "kind": "police" }""", "LA is listed twice")]
    [InlineData("""{ "code": "LB", "name": "B", "kind": "local-authority", "statutoryFor": ["north"] }""", "LA and LB are the same partner for north")]
    [InlineData("""{ "code": "PO", "name": "P", "kind": "police", "statutoryFor": ["south"] }""", "PO serves south, which is not a district listed")]
    [InlineData("""{ "code": "GP", "name": "G", "kind": "general-practice", "statutoryFor": ["north"] }""", "GP is of a kind that is no statutory partner")]
    [InlineData("""{ "code": "PO", "name": "P", "kind": "police", "from": "2020-01-02", "to": "2020-01-01" }""", "PO ends before it begins")]
    [InlineData("""{ "code": "PO", "name": "P", "kind": "police", "successor": "LA" }""", "PO has a successor but no end")]
    [InlineData("""{ "code": "PO", "name": "P", "kind": "police", "to": "2020-01-02", "successor": "XX" }""", "PO is succeeded by XX, which is not listed")]
    [InlineData("""{ "code": "PO", "name": "P", "kind": "police", "partOf": "XX" }""", "PO is part of XX, which is not listed or is itself a part")]
    [InlineData("""{ "code": "PO", "name": "P", "kind": "police", "partOf": "PO" }""", "PO is part of PO, which is not listed or is itself a part")]
    [InlineData("""{ "code": "PO", "name": "P", "kind": "constabulary" }""", "kind")]
    [InlineData("""{ "code": "po", "name": "P", "kind": "police" }""", "organisations[1].code: must be an organisation's code")]
    [InlineData("""{ "code": "PO", "name": "P", "kind": "police", "colour": "blue" }""", "colour")]
    [InlineData("""{ "name": "P", "kind": "police" }""", "code")]
    public void Refuses_what_contradicts_itself(string organisation, string why) => Refusal(Council, organisation).ShouldContain(why);

    [Fact]
    public void Refuses_a_district_listed_twice() =>
        Should.Throw<InvalidRegisterException>(() => Parse(""" { "districts": [ { "code": "north", "name": "N", "area": "A" }, { "code": "north", "name": "N", "area": "A" } ], "organisations": [] } """))
            .Message.ShouldContain("District north is listed twice");

    static string Refusal(params string[] organisations) => Should.Throw<InvalidRegisterException>(() => Read(organisations)).Message;

    static OrganisationRegister Read(params string[] organisations) =>
        Parse($$"""{ "districts": [ { "code": "north", "name": "North", "area": "Shire" } ], "organisations": [ {{string.Join(',', organisations)}} ] }""");

    static OrganisationRegister Parse(string json) => OrganisationRegister.Parse(Encoding.UTF8.GetBytes(json));
}
