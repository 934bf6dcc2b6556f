"""Every table of the register, gathered for migrations, for bulk writing and for reading without the ORM's objects."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from model.agent import Agent, AgentRole, Approval, Authority, Team
from model.arrangement import Agreement, AgreementItem, Dispute, Hold, Instalment, Promise, PromiseItem
from model.contact import Call, Draft, Event, Note, Setting, Task, Typed
from model.customer import Address, ContactChange, Creditor, Customer, CustomerBalance, Email, Party, Phone
from model.ledger import Allocation, DueDateChange, Entry, ImportBatch, Interruption, Rate

METADATA = SQLModel.metadata

APPEND_ONLY = ("entry", "allocation", "due_date_change", "event")
"""Tables in which both databases refuse UPDATE, DELETE, REPLACE and TRUNCATE."""


def _table(model: type[SQLModel]) -> Table:
    return METADATA.tables[str(model.__tablename__)]


AGENT = _table(Agent)
AGENT_ROLE = _table(AgentRole)
APPROVAL = _table(Approval)
AUTHORITY = _table(Authority)
TEAM = _table(Team)
AGREEMENT = _table(Agreement)
AGREEMENT_ITEM = _table(AgreementItem)
DISPUTE = _table(Dispute)
HOLD = _table(Hold)
INSTALMENT = _table(Instalment)
PROMISE = _table(Promise)
PROMISE_ITEM = _table(PromiseItem)
CALL = _table(Call)
DRAFT = _table(Draft)
EVENT = _table(Event)
NOTE = _table(Note)
SETTING = _table(Setting)
TASK = _table(Task)
TYPED = _table(Typed)
ADDRESS = _table(Address)
CONTACT_CHANGE = _table(ContactChange)
CREDITOR = _table(Creditor)
CUSTOMER = _table(Customer)
CUSTOMER_BALANCE = _table(CustomerBalance)
EMAIL = _table(Email)
PARTY = _table(Party)
PHONE = _table(Phone)
ALLOCATION = _table(Allocation)
DUE_DATE_CHANGE = _table(DueDateChange)
ENTRY = _table(Entry)
IMPORT_BATCH = _table(ImportBatch)
INTERRUPTION = _table(Interruption)
RATE = _table(Rate)
